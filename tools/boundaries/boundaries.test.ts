// Each row of "who may import whom" is proven by an import that the linter must refuse, and one that it must let pass.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

const packages = "A package never imports an app or a stack: hand it in as an argument.";
const deploy =
  "deploy.ts is loaded by stacks/index.ts alone, at run time and by the target's name: bundlers follow any other import.";
const otherTarget = "A target never imports another target: move what both need into a package.";
const pulumi =
  "Runtime code and facts never import Pulumi: it would be in every bundle. Only a target's deploy side does.";
const contractTests = "The contract suites are for tests only.";
const onnxruntime =
  "onnxruntime reports to its vendor unless it is told not to before it loads: import @modelport/predictor/onnxruntime.";

/** File, import specifier, and the sentence that the linter must answer (undefined: nothing). */
const rows: readonly [file: string, specifier: string, refusal: string | undefined][] = [
  ["packages/contracts/src/a.ts", "@modelport/inference-api", packages],
  ["packages/contracts/src/b.ts", "../../../stacks/registry.ts", packages],
  ["packages/tabular-text/src/a.ts", "modelport", packages],
  ["packages/contracts/src/c.ts", "@pulumi/pulumi", pulumi],
  ["packages/predictor/src/a.ts", "@pulumi/aws", pulumi],
  ["packages/target-kit/src/a.ts", "@pulumi/pulumi", pulumi],
  ["packages/target-kit/src/b.ts", "@modelport/contract-tests", contractTests],
  ["packages/target-kit/src/b.test.ts", "@modelport/contract-tests", undefined],
  ["packages/policies/src/a.ts", "@pulumi/policy", pulumi],
  ["packages/predictor/src/b.ts", "onnxruntime-node", onnxruntime],
  ["packages/predictor/src/b.test.ts", "onnxruntime-node", onnxruntime],
  ["packages/predictor/src/onnxruntime.ts", "onnxruntime-node", undefined],
  ["apps/inference-api/src/c.test.ts", "onnxruntime-node", onnxruntime],
  ["stacks/lambda/deploy.ts", "onnxruntime-node", onnxruntime],
  ["tools/bench/src/a.mjs", "onnxruntime-node/dist/index.js", onnxruntime],
  ["packages/contract-tests/src/a.ts", "@pulumi/pulumi", pulumi],
  ["packages/target-suite/src/a.ts", "@pulumi/pulumi", undefined],
  ["packages/target-suite/src/b.ts", "@modelport/stacks", packages],
  ["packages/target-suite/src/c.ts", "./lambda/deploy.ts", deploy],
  ["packages/advising/src/a.ts", "@modelport/stacks", packages],
  ["packages/advising/src/b.ts", "@modelport/target-kit", undefined],
  ["apps/inference-api/src/a.ts", "@pulumi/pulumi", pulumi],
  ["apps/inference-api/src/b.ts", "@modelport/contract-tests", contractTests],
  ["apps/inference-api/src/b.test.ts", "@modelport/contract-tests", undefined],
  ["apps/advisor/src/a.ts", "../../../stacks/lambda/deploy.ts", deploy],
  ["apps/advisor/src/b.ts", "../../../stacks/registry.ts", undefined],
  ["stacks/index.ts", "./lambda/deploy.ts", deploy],
  ["stacks/registry.ts", "@pulumi/pulumi", pulumi],
  ["stacks/registry.ts", "./lambda/target.ts", undefined],
  ["stacks/lambda/target.ts", "./deploy.ts", deploy],
  ["stacks/lambda/cost.ts", "@pulumi/aws", pulumi],
  ["stacks/lambda/facts.ts", "../ecs/facts.ts", otherTarget],
  ["stacks/lambda/deploy.ts", "../ecs/network.ts", otherTarget],
  ["stacks/lambda/deploy.ts", "@pulumi/aws", undefined],
  ["stacks/lambda/target.test.ts", "./deploy.ts", deploy],
  ["stacks/lambda/artifact.container.ts", "@modelport/contract-tests", undefined],
  ["stacks/lambda/target.test.ts", "@modelport/target-suite", undefined],
  ["stacks/lambda/deploy.ts", "@modelport/target-suite", contractTests],
  ["stacks/lambda/mistakes.ts", "@modelport/target-suite", undefined],
  ["stacks/lambda/mistakes.ts", "@pulumi/aws", pulumi],
  ["stacks/lambda/mistakes.ts", "../ecs/mistakes.ts", otherTarget],
];

interface Diagnostic {
  readonly filename: string;
  readonly help: string;
  readonly message: string;
}

let folder: string;
let diagnostics: readonly Diagnostic[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "boundaries-"));
  await cp(join(ROOT, "oxlint.config.ts"), join(folder, "oxlint.config.ts"));
  await mkdir(join(folder, "node_modules"));
  await cp(join(ROOT, "node_modules/oxlint/package.json"), join(folder, "node_modules/oxlint/package.json"));
  await cp(join(ROOT, "node_modules/oxlint/dist"), join(folder, "node_modules/oxlint/dist"), { recursive: true });
  for (const [index, [file, specifier]] of rows.entries()) {
    const path = join(folder, `row-${index}`, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `import { thing } from "${specifier}";\nexport const again = thing;\n`);
  }
  diagnostics = await lint();
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function lint(): Promise<readonly Diagnostic[]> {
  const oxlint = join(ROOT, "node_modules/.bin/oxlint");
  return new Promise((resolve, reject) => {
    // The boundaries are about specifiers: type-aware rules have nothing to add in a folder without a tsconfig.
    execFile(oxlint, ["--format", "json"], { cwd: folder }, (_error, stdout, stderr) => {
      try {
        resolve((JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics);
      } catch {
        reject(new Error(`oxlint printed no JSON: ${stdout} ${stderr}`));
      }
    });
  });
}

it.each(rows.map((row, index) => [...row, index] as const))("%s importing %s", (_file, _specifier, refusal, index) => {
  const found = diagnostics
    .filter(({ filename, message }) => filename.startsWith(`row-${index}/`) && message.includes("import is restricted"))
    .map(({ help }) => help);
  expect(found).toEqual(refusal === undefined ? [] : [expect.stringContaining(refusal)]);
});
