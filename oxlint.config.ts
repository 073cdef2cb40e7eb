// One lint tool: type-aware rules, and import boundaries (docs/adr/0001), each of which tests/boundaries proves.
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
/** Of packages for one cloud, the subpaths without Pulumi are for what a page imports. */
const noCloudDeployment: Boundary = {
  regex: "^@modelport/(aws|google|kubernetes-workload/component)$|-resource\\.ts$",
  message:
    "This package's root declares resources with Pulumi: import one of its subpaths, such as @modelport/aws/rules.",
};
/** What the advisor knows of a platform, the target's folder states. */
const noClouds: Boundary = {
  regex: "^@modelport/(aws|google|image-push|kubernetes-workload|packaging)($|/)",
  message: "The advisor knows a platform only by what its target states: take it from facts, prices or cost.",
};
/** The same for a target's subfolders, which import each other. */
const noOtherTargetBelow: Boundary = { ...noOtherTarget, regex: "^(\\.\\./){2,}[a-z]+/" };
/** sdk-schema <- offline-engine <- target-suite -> policies, and contract-tests beside them. */
function noSuites(...allowed: readonly string[]): Boundary {
  const suites = ["contract-tests", "offline-engine", "policies", "sdk-schema", "target-suite"];
  return {
    regex: `^@modelport/(${suites.filter((name) => !allowed.includes(name)).join("|")})($|/)`,
    message: "The suites and what they are made of are for tests, and none imports one that is made of it.",
  };
}
const noOnnxruntime: Boundary = {
  regex: "^onnxruntime-node($|/)",
  message:
    "onnxruntime reports to its vendor unless it is told not to before it loads: import @modelport/predictor/onnxruntime.",
};
const noTools: Boundary = {
  regex: "^(\\.\\./)+tools/|^@modelport/(pulumi-cli|bench|offline|prices)($|/)",
  message: "Tools import packages, apps and stacks, never the other way round.",
};
/** The engine runs the CLI that tools/pulumi finds. */
const onlyPulumiCli: Boundary = { ...noTools, regex: "^(\\.\\./)+tools/|^@modelport/(bench|offline|prices)($|/)" };
const noTests: Boundary = {
  regex: "^(\\.\\./)+tests/[\\w-]+/|^@modelport/(boundaries|conformance|lambda-ric|moto|tutorial)($|/)",
  message: "Nothing imports a suite of tests/: move what two suites share into a package.",
};
const noOtherSuite: Boundary = {
  regex: "^\\.\\./[a-z-]+/",
  message: "A suite never imports another suite: move what both need into a package.",
};
const noPrivateFiles: Boundary = {
  regex: "^(\\.\\./)+(apps|packages|stacks)/",
  message: "Import an app, a package or the registry by its name: what its package.json does not export is private.",
};
const noTargetFiles: Boundary = {
  regex: "^@modelport/stacks/.*\\.ts$",
  message: "Only the registry of stacks/ is for others: a target's files are its own.",
};
const onlyNode20: Boundary = {
  regex: "^(@|[a-mo-z]|n[^o])|\\.ts$",
  message: "This runs on Node 20 before the install: import node: modules and .mjs files only.",
};
/** Before the install no name can be imported, so one package is imported by its path: packages/user-cache. */
const onlyUserCache: Boundary = { ...noPrivateFiles, regex: "^(\\.\\./)+(apps|stacks|packages/([^u]|u[^s]))" };

function restricted(...patterns: Boundary[]) {
  return { "no-restricted-imports": ["error", { patterns: [noOnnxruntime, noTests, ...patterns] }] } as const;
}

/** Of packages, apps and stacks. */
function boundaries(...patterns: Boundary[]) {
  return restricted(noTools, ...patterns);
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
    // Types too: two modules that need each other's types have no order in which they can be read.
    "import/no-cycle": ["error", { ignoreTypes: false }],
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
    ...restricted(),
  },
  // Of several overrides that match a file the last one decides alone, so each names all of its boundaries.
  overrides: [
    // The compiler does not read them.
    { files: ["**/*.mjs"], env: { node: true, browser: true }, rules: { "no-undef": "error" } },
    // A resource is declared by its construction.
    {
      files: [
        "**/{stacks,packages/aws,packages/google,packages/kubernetes-workload}/**/*.ts",
        "**/tools/generators/{target,throwaway}/*.ts",
      ],
      rules: { "no-new": "off" },
    },
    { files: ["**/packages/**/*.ts"], rules: boundaries(noAppsOrStacks, noDeploy, noPulumi, noSuites()) },
    // They declare resources. What pages and the engine's other process import stays free of Pulumi.
    {
      files: [
        "**/packages/{aws,google}/src/*.ts",
        "**/packages/image-push/src/{image-resource,dynamic-types}.ts",
        "**/packages/kubernetes-workload/src/{component,loaded-image-resource}.ts",
      ],
      rules: boundaries(noAppsOrStacks, noDeploy, noSuites()),
    },
    {
      files: [
        "**/packages/aws/src/{billing,capacity-units,compute-prices,function-versions}.ts",
        "**/packages/aws/src/{instance-types,prices,provider,regions,rules}.ts",
        "**/packages/google/src/{billing,compute-prices,machine-types,preflight,prices}.ts",
        "**/packages/google/src/{provider,regions,rules,run-instances}.ts",
        "**/packages/alternatives/**/*.ts",
      ],
      rules: boundaries(noAppsOrStacks, noDeploy, noPulumi, noCloudDeployment, noSuites()),
    },
    {
      files: ["**/packages/advising/**/*.ts"],
      rules: boundaries(noAppsOrStacks, noDeploy, noPulumi, noSuites(), noClouds),
    },
    { files: ["**/packages/**/*.{test,testing}.ts"], rules: boundaries(noAppsOrStacks, noDeploy, noPulumi) },
    {
      files: ["**/packages/contract-tests/**/*.ts"],
      rules: boundaries(noAppsOrStacks, noDeploy, noPulumi, noSuites("contract-tests")),
    },
    { files: ["**/packages/sdk-schema/**/*.ts"], rules: boundaries(noAppsOrStacks, noDeploy, noPulumi, noSuites()) },
    {
      files: ["**/packages/offline-engine/**/*.ts"],
      rules: restricted(onlyPulumiCli, noAppsOrStacks, noDeploy, noSuites("sdk-schema")),
    },
    // It runs what a deploy.ts declares.
    { files: ["**/packages/target-suite/src/**/*.ts"], rules: boundaries(noAppsOrStacks, noDeploy) },
    { files: ["**/apps/**/*.ts"], rules: boundaries(noDeploy, noPulumi, noSuites()) },
    { files: ["**/apps/**/*.{test,testing,browser,clients,container,slow}.ts"], rules: boundaries(noDeploy, noPulumi) },
    { files: ["**/stacks/*.ts"], rules: boundaries(noDeploy, noSuites()) },
    { files: ["**/stacks/*.{test,testing}.ts"], rules: boundaries(noDeploy) },
    { files: ["**/stacks/*/*.ts"], rules: boundaries(noDeploy, noOtherTarget, noSuites()) },
    { files: ["**/stacks/*/deployment/*.ts"], rules: boundaries(noDeploy, noOtherTargetBelow, noSuites()) },
    { files: ["**/stacks/*/*.test.ts"], rules: boundaries(noDeploy, noOtherTarget) },
    {
      files: ["**/stacks/*/deployment/*.test.ts", "**/stacks/*/tests/*.ts"],
      rules: boundaries(noDeploy, noOtherTargetBelow),
    },
    { files: ["**/stacks/*/mistakes.ts"], rules: boundaries(noDeploy, noOtherTarget, noPulumi) },
    { files: ["**/stacks/registry.ts"], rules: boundaries(noDeploy, noSuites(), noPulumi) },
    {
      files: ["**/stacks/*/{target,settings,rules,environment,defaults,facts,prices,usage,cost}.ts"],
      rules: boundaries(noDeploy, noOtherTarget, noSuites(), noPulumi, noCloudDeployment),
    },
    { files: ["**/tools/**/*.{ts,mjs}"], rules: restricted(noPrivateFiles, noTargetFiles) },
    {
      files: [
        "**/tools/{commands,launch,doctor,pulumi}/*.mjs",
        "**/tools/{doctor,pulumi}/{bin,src}/**/*.mjs",
        "**/tools/launch/live/*.mjs",
        "**/tools/generators/new-target.mjs",
      ],
      rules: restricted(onlyUserCache, onlyNode20),
    },
    { files: ["**/tools/**/*.{test,testing,config}.mjs"], rules: restricted(noPrivateFiles, noTargetFiles) },
    { files: ["**/tools/generators/{target,throwaway}/*.ts"], rules: boundaries(noOtherTarget) },
    { files: ["**/tests/*/*.{ts,mjs}"], rules: restricted(noPrivateFiles, noTargetFiles, noOtherSuite) },
    { files: ["**/tests/*/*/*.{ts,mjs}"], rules: restricted(noPrivateFiles, noTargetFiles) },
    {
      files: ["**/packages/predictor/src/onnxruntime.ts"],
      rules: { "no-restricted-imports": "off", "import/no-unassigned-import": "off" },
    },
  ],
});
