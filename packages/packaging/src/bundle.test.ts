import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { bundle } from "./bundle.ts";

const serverEntry = fileURLToPath(new URL("../fixtures/server.ts", import.meta.url));
const lambdaEntry = fileURLToPath(new URL("../fixtures/lambda.ts", import.meta.url));
const zodEntry = fileURLToPath(new URL("../fixtures/imports-zod.ts", import.meta.url));
const bytesAsText = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("the binding is loaded from beside the bundle, and onnxruntime's install-time parts stay out", async () => {
  const { code, inputs } = await bundle(serverEntry);
  expect(bytesAsText(code)).toContain('"./native/onnxruntime_binding.node"');
  expect(bytesAsText(code)).not.toContain("napi-v6");
  expect(bytesAsText(code)).not.toContain("sourceMappingURL");
  expect(inputs.filter((input) => /adm-zip|global-agent/.test(input))).toEqual([]);
});

test("licenses of what went in are listed", async () => {
  const { licenses } = await bundle(lambdaEntry);
  expect(licenses).toMatch(/^onnxruntime-common [\d.]+, MIT$/m);
  expect(licenses).toMatch(/^onnxruntime-node [\d.]+, MIT$/m);
});

test("a bundle that would contain zod is refused", async () => {
  await expect(bundle(zodEntry)).rejects.toThrow(
    /^The bundle of imports-zod\.ts would contain node_modules\/zod\/.+: serving code imports neither @pulumi nor zod; import it from packaging or deployment code only\.$/,
  );
});

test("a bundle that would contain @pulumi is refused", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-bundle-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const library = path.join(folder, "node_modules/@pulumi/aws");
  await mkdir(library, { recursive: true });
  await writeFile(path.join(library, "index.js"), "exports.lambda = {};");
  await writeFile(path.join(folder, "entry.ts"), 'import { lambda } from "@pulumi/aws"; console.log(lambda);');
  await expect(bundle(path.join(folder, "entry.ts"))).rejects.toThrow(
    "The bundle of entry.ts would contain node_modules/@pulumi/aws/index.js: serving code imports neither @pulumi nor zod; import it from packaging or deployment code only.",
  );
});

test("an entry that does not bundle says which and why", async () => {
  await expect(bundle("/nowhere/missing.ts")).rejects.toThrow(
    /^esbuild could not bundle .*missing\.ts: .*Could not resolve/s,
  );
});
