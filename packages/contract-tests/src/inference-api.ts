// The suite that every endpoint passes: the same requests, the same answers.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Capabilities, Endpoint, ExpectedModel } from "./endpoint.ts";
import { batches } from "./batch.ts";
import { badRequests, oneOfEachKind } from "./bad-requests.ts";
import { expectLabel, largestDelta, membersOf } from "./golden.ts";
import { pages } from "./pages.ts";
import { openInference } from "./open-inference.ts";
import { sampledModel } from "./sampled-model.ts";
import { exampleOf, expectProblem, type Json, jsonOf, PREDICT, postJson } from "./requests.ts";

interface Options {
  readonly model: ExpectedModel;
  readonly capabilities: Capabilities;
  /** Takes the golden rows that differ most, and one refused request of each kind: if another entry point takes all of them. */
  readonly isSample?: boolean;
  /** Opens a fresh endpoint; called once. */
  open(): Promise<Endpoint>;
}

/** Declares the contract's tests for one endpoint under `title`. */
export function describeInferenceApi(title: string, given: Options): void {
  const options = given.isSample === true ? { ...given, model: sampledModel(given.model) } : given;
  describe(`the inference API through ${title}`, () => {
    let endpoint: Endpoint;
    beforeAll(async () => {
      endpoint = await options.open();
    }, 60_000);
    afterAll(() => endpoint?.close());
    const opened = () => endpoint;

    identity(opened, options);
    predictions(opened, options);
    explanations(opened, options);
    batches(opened, options);
    openInference(opened, options);
    refusals(opened, options);
    operations(opened, options);
    pages(opened);
  });
}

type Opened = () => Endpoint;

function identity(opened: Opened, { model }: Options): void {
  it("is the process that this test started, and serves the expected model", async () => {
    const { name, version, sha256, runtime } = jsonOf(await opened().send({ method: "GET", path: "/model" }));
    const { manifest } = model;
    expect({ name, version, sha256 }).toEqual({
      name: manifest.name,
      version: manifest.version,
      sha256: manifest.onnx.sha256,
    });
    expect(runtime).toMatchObject({ entry: opened().entry, instance_id: opened().instanceId, threads: 1 });
  });
}

function predictions(opened: Opened, { model }: Options): void {
  const { manifest, golden } = model;
  const { output } = manifest;
  const explained = manifest.onnx.outputs.contributions !== undefined;

  it("replays every golden row", async () => {
    let worst = 0;
    for (const row of golden.rows) {
      const answer = jsonOf(await postJson(opened(), `${PREDICT}?explain=${explained}`, row.instance));
      worst = Math.max(worst, largestDelta(manifest, answer, row, explained));
      expectLabel(manifest, answer, row, golden.tolerance);
    }
    expect(golden.rows.length).toBeGreaterThan(0);
    expect(worst).toBeLessThanOrEqual(golden.tolerance);
  }, 60_000);

  it("answers a plain prediction with exactly the documented members, rounded", async () => {
    const [row] = golden.rows;
    if (!row) throw new Error("golden.json has no rows");
    const answer = jsonOf(await postJson(opened(), PREDICT, row.instance));
    expect(Object.keys(answer)).toEqual(membersOf(manifest));
    expect(largestDelta(manifest, answer, row, false)).toBeLessThanOrEqual(golden.tolerance);
    if (output.kind !== "multiclass") {
      expect(answer[output.name]).toBe(Number(Number(answer[output.name]).toFixed(output.decimals)));
    }
    expect(answer["model_version"]).toBe(manifest.version);
  });

  it("answers on the short path, for aliases, and in any order of the keys, alike", async () => {
    const instance = exampleOf(manifest);
    const aliased = Object.fromEntries(
      manifest.features.toReversed().map((feature) => [feature.aliases[0] ?? feature.name, feature.example]),
    );
    const answers = [
      jsonOf(await postJson(opened(), PREDICT, instance)),
      jsonOf(await postJson(opened(), "/predict", instance)),
      jsonOf(await postJson(opened(), PREDICT, aliased)),
    ].map((answer) => ({ ...answer, request_id: undefined }));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });
}

function explanations(opened: Opened, { model }: Options): void {
  const { manifest, golden } = model;
  if (!manifest.onnx.outputs.contributions) {
    it("says that this model gives no explanations", async () => {
      const refused = await postJson(opened(), `${PREDICT}?explain=true`, exampleOf(manifest));
      const detail = "Its manifest names no contributions output; leave out explain=true.";
      expectProblem(refused, 422, "explanation_unavailable", detail);
    });
  } else {
    it("explains exactly: the baseline plus all contributions is the model's sum, and reasons are its largest terms", async () => {
      for (const { instance } of golden.rows.slice(0, 50)) {
        const answer = jsonOf(await postJson(opened(), `${PREDICT}?explain=true`, instance));
        expectExactSum(manifest.output.kind === "binary", answer);
        const terms = (answer["terms"] as { contribution: number }[]).map((term) => term.contribution);
        const reasons = answer["reasons"] as { contribution: number; label: string }[];
        const largest = terms
          .filter((value) => value > 0)
          .toSorted((a, b) => b - a)
          .slice(0, 4);
        expect(reasons.map((reason) => reason.contribution)).toEqual(largest);
        expect(reasons.every((reason) => reason.label.length > 0)).toBe(true);
      }
    });
  }

  it("takes true and false for explain, and nothing else", async () => {
    const instance = exampleOf(manifest);
    const plain = jsonOf(await postJson(opened(), `${PREDICT}?explain=false`, instance));
    expect(plain).not.toHaveProperty("reasons");
    const refused = await postJson(opened(), `${PREDICT}?explain=yes`, instance);
    expectProblem(refused, 400, "invalid_parameter", 'explain is "yes", but must be true or false.');
  });
}

function expectExactSum(binary: boolean, answer: Json): void {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, answer.baseline);
  const total = binary ? answer.logit : answer.score;
  const terms = (answer["terms"] as { contribution: number }[]).map((term) => term.contribution);
  for (const values of [Object.values(answer["contributions"] as Record<string, number>), terms]) {
    expect(Math.abs(sum(values) - total)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(total)));
  }
  if (binary) expect(Math.abs(1 / (1 + Math.exp(-answer.logit)) - answer.score)).toBeLessThanOrEqual(1e-5);
}

function refusals(opened: Opened, { model, isSample = false }: Options): void {
  const every = badRequests(model.manifest);
  for (const bad of isSample ? oneOfEachKind(every) : every) {
    it(`refuses ${bad.title}, and answers the next good request`, async () => {
      const answer = await opened().send(bad.request);
      const body = expectProblem(answer, bad.status, bad.code, bad.detail);
      if (bad.errors) expect(body["errors"]).toEqual(bad.errors);
      for (const [name, value] of Object.entries(bad.headers ?? {})) expect(answer.headers[name]).toBe(value);
      expect((await postJson(opened(), PREDICT, exampleOf(model.manifest))).status).toBe(200);
    });
  }
}

function operations(opened: Opened, { model, capabilities }: Options): void {
  const get = (path: string, headers: Record<string, string> = {}) => opened().send({ method: "GET", path, headers });

  it("is alive and ready", async () => {
    expect(jsonOf(await get("/health"))).toEqual({ status: "alive" });
    const ready = await get("/ready");
    expect(ready.status).toBe(200);
    expect(jsonOf(ready)).toEqual({ status: "ready", instance_id: opened().instanceId });
  });

  it("keeps a sound request id, and replaces an unsound one", async () => {
    const sound = await get("/health", { "x-request-id": "abc-123" });
    expect(sound.headers["x-request-id"]).toBe("abc-123");
    const replaced = (await get("/health", { "x-request-id": "no spaces allowed" })).headers["x-request-id"];
    expect(replaced).toMatch(/^[A-Za-z0-9._-]{1,128}$/);
    const answer = await postJson(opened(), PREDICT, exampleOf(model.manifest), { "x-request-id": "same.id" });
    expect(jsonOf(answer)["request_id"]).toBe("same.id");
  });

  it("documents every route that it has", async () => {
    const document = jsonOf(await get("/openapi.json")) as unknown as { openapi: string; info: Json; paths: Json };
    expect(document.openapi).toBe("3.1.0");
    expect(document.info["version"]).toBe(model.manifest.version);
    for (const [path, operationsOfPath] of Object.entries(document.paths)) {
      for (const method of Object.keys(operationsOfPath as object)) {
        const answer = await opened().send({ method: method.toUpperCase(), path: filled(path, model) });
        if (path === "/metrics" && !capabilities.metrics) continue;
        expect([404, 405], `${method} ${path}`).not.toContain(answer.status);
      }
    }
  });

  it("answers the examples that it documents", async () => {
    const { paths } = jsonOf(await get("/openapi.json")) as unknown as { paths: Record<string, { post?: Documented }> };
    const examples = Object.entries(paths).flatMap(([path, { post }]) =>
      Object.entries(post?.requestBody.content ?? {}).map(([type, { example }]) => ({ path, type, example })),
    );
    for (const { path, type, example } of examples.filter((documented) => documented.example !== undefined)) {
      const body = typeof example === "string" ? example : JSON.stringify(example);
      const request = { method: "POST", path: filled(path, model), headers: { "content-type": type }, body };
      const answer = await opened().send(request);
      expect(answer.status, `${path} ${type}: ${answer.body.slice(0, 300)}`).toBe(200);
      expect(answer.body).not.toContain("validation_failed");
    }
    expect(examples.length).toBeGreaterThan(4);
  });

  it("serves the model card", async () => {
    const card = await get("/model/card");
    expect(card.headers["content-type"]).toBe("text/markdown; charset=utf-8");
    expect(card.body).toContain(model.manifest.title);
  });

  it(capabilities.metrics ? "counts what it answered" : "says why it has no metrics", async () => {
    const answer = await get("/metrics");
    if (!capabilities.metrics) {
      const detail = `The ${opened().entry} entry has no /metrics: nobody can scrape it.`;
      expectProblem(answer, 404, "not_found", detail);
      return;
    }
    expect(answer.headers["content-type"]).toContain("text/plain");
    expect(answer.body).toMatch(/modelport_predictions_total\{label="[^"]+"\} \d+/);
    expect(answer.body).toContain(
      'modelport_http_request_duration_seconds_count{route="/api/v1/predict",status="200"}',
    );
  });
}

interface Documented {
  readonly requestBody: { readonly content: Record<string, { readonly example?: unknown }> };
}

/** A path of the OpenAPI document, for this model. */
function filled(path: string, { manifest }: ExpectedModel): string {
  return path.replace("{model_name}", manifest.name).replace("{model_version}", manifest.version);
}
