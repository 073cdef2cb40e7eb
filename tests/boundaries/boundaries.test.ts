// Each import boundary is proven by an import that the linter must reject and one that it must allow.
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
const cloudDeployment =
  "This package's root declares resources with Pulumi: import one of its subpaths, such as @modelport/aws/rules.";
const clouds = "The advisor knows a platform only by what its target states: take it from facts, prices or cost.";
const suitesOfTests = "The suites and what they are made of are for tests, and none imports one that is made of it.";
const onnxruntime =
  "onnxruntime reports to its vendor unless it is told not to before it loads: import @modelport/predictor/onnxruntime.";
const tools = "Tools import packages, apps and stacks, never the other way round.";
const suites = "Nothing imports a suite of tests/: move what two suites share into a package.";
const otherSuite = "A suite never imports another suite: move what both need into a package.";
const privateFiles =
  "Import an app, a package or the registry by its name: what its package.json does not export is private.";
const targetFiles = "Only the registry of stacks/ is for others: a target's files are its own.";
const node20 = "This runs on Node 20 before the install: import node: modules and .mjs files only.";

/** File, import specifier, and the sentence of the linter (undefined: the import is allowed). */
const rows: readonly [file: string, specifier: string, refusal: string | undefined][] = [
  ["packages/contracts/src/a.ts", "@modelport/inference-api", packages],
  ["packages/contracts/src/b.ts", "../../../stacks/registry.ts", packages],
  ["packages/tabular-text/src/a.ts", "modelport", packages],
  ["packages/contracts/src/c.ts", "@pulumi/pulumi", pulumi],
  ["packages/predictor/src/a.ts", "@pulumi/aws", pulumi],
  ["packages/target-kit/src/a.ts", "@pulumi/pulumi", pulumi],
  ["packages/target-kit/src/b.ts", "@modelport/contract-tests", suitesOfTests],
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
  ["packages/contract-tests/src/b.ts", "@modelport/target-suite", suitesOfTests],
  ["packages/target-suite/src/d.ts", "@modelport/offline-engine/in-process", undefined],
  ["packages/target-suite/src/e.ts", "../../../tools/launch/run.mjs", tools],
  ["packages/sdk-schema/src/a.ts", "@modelport/target-kit/nearest-key", undefined],
  ["packages/sdk-schema/src/b.ts", "@modelport/offline-engine", suitesOfTests],
  ["packages/sdk-schema/src/b.test.ts", "@modelport/target-suite", suitesOfTests],
  ["packages/sdk-schema/src/c.ts", "@pulumi/aws", pulumi],
  ["packages/offline-engine/src/a.ts", "@modelport/sdk-schema/wire", undefined],
  ["packages/offline-engine/src/b.ts", "@modelport/target-suite", suitesOfTests],
  ["packages/offline-engine/src/b.test.ts", "@modelport/inference-api/artifacts-for-tests", packages],
  ["packages/offline-engine/src/c.ts", "../../../apps/inference-api/sources.ts", packages],
  ["packages/offline-engine/src/d.ts", "@pulumi/pulumi/proto/provider_pb.js", undefined],
  ["packages/offline-engine/src/e.ts", "@modelport/pulumi-cli", undefined],
  ["packages/offline-engine/src/f.ts", "../../../tools/pulumi/resolve.mjs", tools],
  ["packages/offline-engine/src/g.ts", "@modelport/offline", tools],
  ["packages/advising/src/e.ts", "@modelport/prices", tools],
  ["packages/policies/src/b.ts", "@modelport/sdk-schema", suitesOfTests],
  ["packages/policies/src/b.test.ts", "@modelport/sdk-schema", undefined],
  ["packages/target-kit/src/c.ts", "@modelport/policies", suitesOfTests],
  ["packages/advising/src/a.ts", "@modelport/stacks", packages],
  ["packages/advising/src/b.ts", "@modelport/target-kit", undefined],
  ["packages/advising/src/c.ts", "@pulumi/pulumi", pulumi],
  ["packages/advising/src/d.ts", "@modelport/aws/prices", clouds],
  ["packages/alternatives/src/a.ts", "@modelport/aws/compute-prices", undefined],
  ["packages/alternatives/src/b.ts", "@modelport/aws", cloudDeployment],
  ["packages/alternatives/src/c.ts", "@modelport/stacks", packages],
  ["packages/alternatives/src/d.ts", "@pulumi/aws", pulumi],
  ["apps/cli/src/a.ts", "@modelport/advising", undefined],
  ["apps/cli/src/b.ts", "@modelport/stacks/registry", undefined],
  ["apps/cli/src/c.ts", "@pulumi/pulumi", pulumi],
  ["packages/aws/src/a.ts", "@pulumi/aws", undefined],
  ["packages/aws/src/b.ts", "@modelport/stacks", packages],
  ["packages/aws/src/c.ts", "@modelport/policies", suitesOfTests],
  ["packages/aws/src/prices.ts", "@pulumi/aws", pulumi],
  ["packages/aws/src/rules.ts", "@pulumi/aws", pulumi],
  ["packages/aws/src/function-versions.ts", "@pulumi/pulumi", pulumi],
  ["packages/aws/src/function-versions.ts", "@modelport/image-push", undefined],
  ["packages/google/src/a.ts", "@pulumi/gcp", undefined],
  ["packages/google/src/b.ts", "@modelport/stacks", packages],
  ["packages/google/src/prices.ts", "@pulumi/gcp", pulumi],
  ["packages/google/src/rules.ts", "@pulumi/gcp", pulumi],
  ["packages/google/src/run/prices.ts", "@pulumi/gcp", pulumi],
  ["packages/google/src/preflight.ts", "@pulumi/pulumi", pulumi],
  ["packages/google/src/preflight.ts", "@modelport/image-push", undefined],
  ["packages/kubernetes-workload/src/component.ts", "@pulumi/kubernetes", undefined],
  ["packages/kubernetes-workload/src/component.ts", "@modelport/stacks", packages],
  ["packages/kubernetes-workload/src/objects/a.ts", "@pulumi/kubernetes", pulumi],
  ["packages/kubernetes-workload/src/settings.ts", "@pulumi/pulumi", pulumi],
  ["stacks/kubernetes/rules.ts", "@modelport/kubernetes-workload/component", cloudDeployment],
  ["stacks/kubernetes/rules.ts", "@modelport/kubernetes-workload", undefined],
  ["packages/image-push/src/image-resource.ts", "@pulumi/pulumi", undefined],
  ["packages/image-push/src/image.ts", "@pulumi/pulumi", pulumi],
  ["stacks/lambda/rules.ts", "@modelport/aws", cloudDeployment],
  ["stacks/lambda/rules.ts", "@modelport/aws/rules", undefined],
  ["stacks/lambda/deployment/e.ts", "@modelport/aws", undefined],
  ["stacks/cloudrun/cost.ts", "@modelport/google", cloudDeployment],
  ["stacks/cloudrun/cost.ts", "@modelport/google/prices", undefined],
  ["stacks/functions/cost.ts", "@modelport/google/run", undefined],
  ["apps/inference-api/src/a.ts", "@pulumi/pulumi", pulumi],
  ["apps/inference-api/src/b.ts", "@modelport/contract-tests", suitesOfTests],
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
  ["stacks/lambda/tests/artifact.container.ts", "@modelport/contract-tests", undefined],
  ["stacks/lambda/target.test.ts", "@modelport/target-suite", undefined],
  ["stacks/lambda/deploy.ts", "@modelport/target-suite", suitesOfTests],
  ["stacks/lambda/mistakes.ts", "@modelport/target-suite", undefined],
  ["stacks/lambda/mistakes.ts", "@pulumi/aws", pulumi],
  ["stacks/lambda/tests/variants.slow.ts", "@modelport/offline-engine", undefined],
  ["stacks/lambda/tests/a.test.ts", "../deployment/place.ts", undefined],
  ["stacks/lambda/tests/b.test.ts", "../../ecs/deployment/network.ts", otherTarget],
  ["stacks/lambda/tests/c.test.ts", "../deploy.ts", deploy],
  ["stacks/lambda/deployment/a.ts", "@modelport/offline-engine", suitesOfTests],
  ["stacks/lambda/deployment/b.ts", "../../ecs/deployment/network.ts", otherTarget],
  ["stacks/lambda/deployment/c.ts", "../deploy.ts", deploy],
  ["stacks/lambda/deployment/c.test.ts", "../deploy.ts", deploy],
  ["stacks/lambda/deployment/d.ts", "../settings.ts", undefined],
  ["stacks/lambda/mistakes.ts", "../ecs/mistakes.ts", otherTarget],
  ["packages/contracts/src/d.ts", "../../../tools/launch/run.mjs", tools],
  ["packages/contracts/src/e.test.ts", "../../../tools/launch/run.mjs", tools],
  ["packages/contracts/src/f.ts", "@modelport/pulumi-cli", tools],
  ["packages/contracts/src/g.ts", "@modelport/user-cache", undefined],
  ["apps/inference-api/src/d.ts", "../../../tools/launch/run.mjs", tools],
  ["stacks/index.ts", "../tools/launch/run.mjs", tools],
  ["tools/commands/a.mjs", "../launch/step.mjs", undefined],
  ["tools/commands/b.mjs", "../launch/node-24/artifact-kinds.ts", node20],
  ["tools/launch/a.mjs", "@modelport/user-cache", node20],
  ["tools/launch/b.mjs", "../../packages/user-cache/user-cache.mjs", undefined],
  ["tools/launch/c.mjs", "../../packages/packaging/src/digest.mjs", privateFiles],
  ["tools/launch/live/a.mjs", "yaml", node20],
  ["tools/launch/d.mjs", "node:fs", undefined],
  ["tools/launch/d.test.mjs", "vitest", undefined],
  ["tools/launch/node-24/a.mjs", "@modelport/stacks/registry", undefined],
  ["tools/launch/node-24/b.mjs", "@modelport/stacks/artifacts.ts", targetFiles],
  ["tools/launch/node-24/c.mjs", "../../../stacks/lambda/deploy.ts", privateFiles],
  ["tools/pulumi/resolve.mjs", "nx", node20],
  ["tools/pulumi/src/a.mjs", "fs", node20],
  ["tools/doctor/src/checks/a.mjs", "yaml", node20],
  ["tools/bench/src/a.ts", "../../../packages/packaging/src/digest.ts", privateFiles],
  ["tools/bench/src/b.ts", "@modelport/moto", suites],
  ["tools/generators/target/target.test.ts", "./deploy.ts", undefined],
  ["tools/generators/target/deploy.ts", "../throwaway/deploy.ts", otherTarget],
  ["packages/contracts/src/h.test.ts", "../../../tests/moto/run.ts", suites],
  ["stacks/registry.test.ts", "../tests/moto/run.ts", suites],
  ["tests/moto/a.ts", "../../tools/launch/python-environment.mjs", undefined],
  ["tests/moto/b.ts", "../conformance/requests.ts", otherSuite],
  ["tests/moto/c.ts", "../../packages/packaging/src/digest.ts", privateFiles],
  ["tests/tutorial/tests/a.ts", "../../../apps/inference-api/sources.ts", privateFiles],
  ["tests/tutorial/tests/b.ts", "@modelport/inference-api/sources", undefined],
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
  await mkdir(join(folder, "cycle"));
  await writeFile(join(folder, "cycle/a.ts"), 'import type { B } from "./b.ts";\nexport type A = B | "a";\n');
  await writeFile(join(folder, "cycle/b.ts"), 'import type { A } from "./a.ts";\nexport type B = A[];\n');
  await writeFile(join(folder, "cycle/c.ts"), 'import type { B } from "./b.ts";\nexport type C = B;\n');
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

it("two modules that import each other's types are refused, and a third that imports one of them is not", () => {
  const found = diagnostics.filter(({ message }) => message.includes("Dependency cycle detected"));
  expect(found.map(({ filename }) => filename).toSorted()).toEqual(["cycle/a.ts", "cycle/b.ts"]);
});
