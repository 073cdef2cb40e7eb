// One lint tool: type-aware rules, and who may import whom (docs/adr/0001). Each boundary is proven by tools/boundaries.
import { defineConfig } from "oxlint";

interface Boundary {
  readonly group?: string[];
  readonly regex?: string;
  readonly message: string;
}

const noPulumi: Boundary = {
  regex: "^@pulumi/",
  message: "Runtime code and facts never import Pulumi: it would be in every bundle. Only a target's deploy side does.",
};
const noAppsOrStacks: Boundary = {
  regex: "^(modelport|@modelport/(inference-api|advisor|stacks))($|/)|(^|/)(apps|stacks)/",
  message: "A package never imports an app or a stack: hand it in as an argument.",
};
const noDeploy: Boundary = {
  regex: "/deploy\\.ts$",
  message:
    "deploy.ts is loaded by stacks/index.ts alone, at run time and by the target's name: bundlers follow any other import.",
};
const noOtherTarget: Boundary = {
  regex: "^(\\.\\./)+[a-z]+/",
  message: "A target never imports another target: move what both need into a package.",
};
const noContractTests: Boundary = {
  regex: "^@modelport/contract-tests($|/)",
  message: "The contract suites are for tests only.",
};
const noOnnxruntime: Boundary = {
  regex: "^onnxruntime-node($|/)",
  message:
    "onnxruntime reports to its vendor unless it is told not to before it loads: import @modelport/predictor/onnxruntime.",
};

function boundaries(...patterns: Boundary[]) {
  return { "no-restricted-imports": ["error", { patterns: [noOnnxruntime, ...patterns] }] } as const;
}

export default defineConfig({
  plugins: ["typescript", "unicorn", "import", "promise", "node", "vitest"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  options: { typeAware: true },
  ignorePatterns: ["**/dist/**", ".nx/**", ".modelport/**", "**/.venv/**"],
  rules: {
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/switch-exhaustiveness-check": "error",
    "typescript/no-explicit-any": "error",
    "typescript/consistent-type-imports": "error",
    // Off, because the compiler says the same (strict, noImplicitReturns) or because the rule fights plain code.
    "typescript/no-unsafe-type-assertion": "off",
    "typescript/consistent-return": "off",
    "no-await-in-loop": "off",
    "import/no-named-as-default-member": "off",
    "unicorn/consistent-function-scoping": "off",
    "vitest/valid-expect": "off",
    "vitest/no-conditional-expect": "off",
    "vitest/valid-title": "off",
    "vitest/no-conditional-tests": "off",
    "vitest/expect-expect": "off",
    ...boundaries(),
  },
  // Of several overrides that match a file the last one decides alone, so each names all of its boundaries.
  overrides: [
    // A resource is declared by its construction.
    { files: ["**/stacks/**/*.ts", "**/tools/generators/{target,throwaway}/*.ts"], rules: { "no-new": "off" } },
    { files: ["**/packages/**/*.ts"], rules: boundaries(noAppsOrStacks, noDeploy, noPulumi, noContractTests) },
    { files: ["**/packages/**/*.{test,testing}.ts"], rules: boundaries(noAppsOrStacks, noDeploy, noPulumi) },
    { files: ["**/packages/contract-tests/**/*.ts"], rules: boundaries(noAppsOrStacks, noDeploy, noPulumi) },
    // The suite of targets runs what a deploy.ts declares; the one of doors knows nothing of it.
    { files: ["**/packages/target-suite/src/**/*.ts"], rules: boundaries(noAppsOrStacks, noDeploy) },
    { files: ["**/apps/**/*.ts"], rules: boundaries(noDeploy, noPulumi, noContractTests) },
    { files: ["**/apps/**/*.{test,testing,browser,clients,container,slow}.ts"], rules: boundaries(noDeploy, noPulumi) },
    { files: ["**/stacks/*.ts"], rules: boundaries(noDeploy, noContractTests) },
    { files: ["**/stacks/*.testing.ts"], rules: boundaries(noDeploy) },
    { files: ["**/stacks/*/*.ts"], rules: boundaries(noDeploy, noOtherTarget, noContractTests) },
    { files: ["**/stacks/*/*.{test,slow,container}.ts"], rules: boundaries(noDeploy, noOtherTarget) },
    { files: ["**/stacks/*/mistakes.ts"], rules: boundaries(noDeploy, noOtherTarget, noPulumi) },
    { files: ["**/stacks/registry.ts"], rules: boundaries(noDeploy, noContractTests, noPulumi) },
    {
      files: ["**/stacks/*/{target,settings,facts,prices,cost}.ts"],
      rules: boundaries(noDeploy, noOtherTarget, noContractTests, noPulumi),
    },
    {
      files: ["**/packages/predictor/src/onnxruntime.ts"],
      rules: { "no-restricted-imports": "off", "import/no-unassigned-import": "off" },
    },
  ],
});
