// Does what docs/tutorial/your-own-model.md says, and holds the result to the contract of every model.
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeInferenceApi, type Endpoint, overHttp, readExpectedModel } from "@modelport/contract-tests";
import { type RunningService, stopService } from "@modelport/local-runtime";
import { prepareModel } from "@modelport/packaging";
import { afterAll, describe, expect, it } from "vitest";
import { BATCH_BYTES, startBundle } from "./bundle.ts";
import { follow } from "./follow.ts";
import { codeOf, readPage, REPOSITORY, TUTORIAL } from "./page.ts";

const python = process.env["TUTORIAL_PYTHON"];
if (python === undefined) throw new Error("TUTORIAL_PYTHON is not set: run this test by `npx nx test tutorial`.");

const page = readPage("your-own-model.md");
const folder = await mkdtemp(join(tmpdir(), "modelport-tutorial-"));
const at = (...parts: string[]) => join(folder, ...parts);
const readJson = async <T>(path: string) => JSON.parse(await readFile(path, "utf8")) as T;

function runPython(script: string, ...parameters: string[]): void {
  const command = [join(import.meta.dirname, script), ...parameters];
  const { status, stdout, stderr } = spawnSync(String(python), command, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${script} failed:\n${stdout}\n${stderr}`);
}

/** Stops what the commands started, however far they got. */
async function cleanUp(): Promise<void> {
  const started = await readJson<RunningService>(at("running.json")).catch(() => undefined);
  if (started) await stopService(started);
  await rm(folder, { recursive: true, force: true });
}
afterAll(cleanUp);

async function prepare(): Promise<{ printed: string; running: RunningService }> {
  try {
    const output = follow(page, folder, String(python));
    runPython("variants.py", at("my-model"), at("variants"));
    runPython("refused.py", at("my-model"), at("refused"));
    return { printed: output, running: await readJson<RunningService>(at("running.json")) };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}
const { printed, running } = await prepare();

function endpointOf(service: RunningService): Endpoint {
  return overHttp(service.url, {
    entry: "server",
    instanceId: service.instanceId,
    close: () => stopService(service),
  });
}

/** The same bundle with another model. */
async function startWith(modelDir: string, name: string): Promise<RunningService> {
  const prepared = at(`prepared-${name}`);
  await prepareModel(modelDir, prepared);
  return startBundle(at("dist"), at(`server-${name}`), { MODEL_DIR: prepared });
}

describe("the tutorial", () => {
  it("says what its commands print", () => {
    const [parity = ""] = codeOf(page, "text");
    const shape = (line: string) => line.replace(/[\d.]+e-\d+/, "").trim();
    expect(printed.split("\n").map(shape)).toContain(shape(parity));
    const [example = "{}"] = codeOf(page, "json");
    const { default_probability: told, ...others } = JSON.parse(example) as Record<string, unknown>;
    const { default_probability: answered, ...rest } = JSON.parse(
      printed.trim().split("\n").at(-1) ?? "",
    ) as typeof others;
    expect({ ...rest, request_id: "..." }).toEqual(others);
    // Another processor may round one cut of the training otherwise.
    expect(Math.abs(Number(answered) - Number(told))).toBeLessThan(0.05);
  });

  it("shows code that its scripts have", async () => {
    const scripts = await Promise.all(
      ["train.py", "export.py"].map((name) => readFile(join(TUTORIAL, "lightgbm", name), "utf8")),
    );
    const shown = codeOf(page, "python");
    expect(shown.length).toBeGreaterThan(2);
    for (const code of shown) expect(scripts.join("\n")).toContain(code);
  });

  it("has ten steps, and the same code and sentences in Spanish", () => {
    const spanish = readPage("tu-propio-modelo.md");
    expect(spanish.blocks).toEqual(page.blocks);
    expect(spanish.sentences).toEqual(page.sentences);
    for (const { text } of [page, spanish]) {
      const steps = [...text.matchAll(/^## (\d+)\. /gm)].map(([, number]) => Number(number));
      expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  });

  it("exports a model with cuts between neighbouring float32 values exactly, because it rounds them down", async () => {
    const said = await readJson<Record<string, string>>(at("variants/said.json"));
    expect(said).toMatchObject({ close: "exported", multiclass: "exported", regression: "exported" });
    expect(differing(said["nearest"])).toBeGreaterThan(300);
  });

  it("stops at a model that was trained on float64", async () => {
    const said = await readJson<Record<string, string>>(at("variants/said.json"));
    expect(differing(said["doubles"])).toBeGreaterThan(1500);
    expect(said["doubles"]).toMatch(/is allowed: train on float32 columns, as train\.py does\.$/);
  });
});

/** How many of 3,000 rows `sentence` counts. */
function differing(sentence = ""): number {
  return Number(/^(\d+) of \d+ rows differ between Python and ONNX/.exec(sentence)?.[1] ?? 0);
}

it("passes `modelport verify` with the golden.json of its folder, as `npm run up` has it", () => {
  const command = [join(REPOSITORY, "apps/cli/bin/modelport.mjs"), "verify", "--url", running.url];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...command, "--golden", at("my-model/model/golden.json")],
    { encoding: "utf8" },
  );
  expect([status, stderr, stdout]).toEqual([
    0,
    "",
    expect.stringMatching(/^ok +prediction +rows 1, 25, 50 of .*golden\.json are as the trainer computed them/m),
  ]);
});

const capabilities = { metrics: true, batchBytes: BATCH_BYTES };
describeInferenceApi("the server with the tutorial's model", {
  model: await readExpectedModel(at("my-model/model")),
  capabilities,
  open: () => Promise.resolve(endpointOf(running)),
});
for (const kind of ["close", "multiclass", "regression"]) {
  const modelDir = at("variants", kind, "model");
  describeInferenceApi(`the server with a LightGBM for ${kind}`, {
    model: await readExpectedModel(modelDir),
    capabilities,
    open: async () => endpointOf(await startWith(modelDir, kind)),
  });
}

describe("what the tutorial says is refused", () => {
  const refusal = (modelDir: string, name: string) =>
    startWith(modelDir, name).then(
      async (service) => {
        await stopService(service);
        return "nothing";
      },
      (error: unknown) => (error as Error).message,
    );

  it.each(["zipmap", "two-columns", "float64", "string", "several-inputs"].map((name, row) => [name, row] as const))(
    "when it is packaged: %s",
    async (name, row) => {
      const sentence = await refusal(at("refused", name), name);
      expect(sentence).toBe(`The model in ${at("refused", name)} cannot be served. ${page.sentences[row]}`);
    },
  );

  it.each<[string, number, (manifest: { onnx: Record<string, object>; [key: string]: unknown }) => void]>([
    ["close", 5, ({ onnx }) => void Object.assign(onnx["input"] ?? {}, { type: "float64" })],
    [
      "multiclass",
      6,
      (manifest) => {
        manifest["explanation"] = { method: "none", unit: "none", baseline: { value: 0, meaning: "none" } };
      },
    ],
  ])("when it is packaged: a changed manifest of %s", async (name, row, edit) => {
    const file = at("variants", name, "model/manifest.json");
    const original = await readFile(file, "utf8");
    const manifest = JSON.parse(original) as Parameters<typeof edit>[0];
    edit(manifest);
    await writeFile(file, JSON.stringify(manifest));
    await expect(prepareModel(at("variants", name, "model"), at("prepared"))).rejects.toThrow(page.sentences[row]);
    await writeFile(file, original);
  });

  it("has no other sentences", () => expect(page.sentences).toHaveLength(7));
});

it("packages a folder anew after a change in it, because its content is an input of the cache", async () => {
  const fingerprint = () => {
    const script = join(REPOSITORY, "apps/inference-api/model-fingerprint.mjs");
    const env = { ...process.env, MODEL_SOURCE_DIR: at("my-model/model") };
    return spawnSync(process.execPath, [script], { encoding: "utf8", env }).stdout.trim();
  };
  const before = fingerprint();
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprint()).toBe(before);
  const card = at("my-model/model/README.md");
  const text = await readFile(card, "utf8");
  await writeFile(card, `${text}\n`);
  expect(fingerprint()).not.toBe(before);
  await writeFile(card, text);
});

it("packages the folder that MODEL_SOURCE_DIR names, from the root of the repository", () => {
  const app = join(REPOSITORY, "apps/inference-api");
  const code = 'import("./sources.ts").then(({ sources }) => console.log(sources.modelDir))';
  const env = { ...process.env, MODEL_SOURCE_DIR: "../my-model/model" };
  const { stdout } = spawnSync(process.execPath, ["-e", code], { cwd: app, encoding: "utf8", env });
  expect(stdout.trim()).toBe(join(REPOSITORY, "../my-model/model"));
});
