// The suite that every door passes: the same requests, the same answers.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Capabilities, Door, ExpectedModel } from "./door.ts";
import { badRequests } from "./bad-requests.ts";
import { exampleOf, expectProblem, type Json, jsonOf, PREDICT, postJson } from "./requests.ts";

interface Options {
  readonly model: ExpectedModel;
  readonly capabilities: Capabilities;
  /** Opens a fresh door; called once. */
  open(): Promise<Door>;
}

/** Declares the contract's tests for one door under `title`. */
export function describeInferenceApi(title: string, options: Options): void {
  describe(`the inference API through ${title}`, () => {
    let door: Door;
    beforeAll(async () => {
      door = await options.open();
    }, 60_000);
    afterAll(() => door?.close());
    const knock = () => door;

    identity(knock, options);
    predictions(knock, options);
    explanations(knock, options);
    refusals(knock, options);
    operations(knock, options);
  });
}

type Knock = () => Door;

function identity(knock: Knock, { model }: Options): void {
  it("is the process that this test started, and serves the expected model", async () => {
    const { name, version, sha256, runtime } = jsonOf(await knock().send({ method: "GET", path: "/model" }));
    const { manifest } = model;
    expect({ name, version, sha256 }).toEqual({
      name: manifest.name,
      version: manifest.version,
      sha256: manifest.onnx.sha256,
    });
    expect(runtime).toMatchObject({ entry: knock().entry, instance_id: knock().instanceId, threads: 1 });
  });
}

function predictions(knock: Knock, { model }: Options): void {
  const { manifest, golden } = model;
  const { output } = manifest;

  it("replays every golden row", async () => {
    let worst = 0;
    for (const { instance, score, logit, contributions, terms } of golden.rows) {
      const answer = jsonOf(await postJson(knock(), `${PREDICT}?explain=true`, instance));
      const own = Object.values(answer["contributions"] as Record<string, number>);
      const ofTerms = (answer["terms"] as { contribution: number }[]).map((term) => term.contribution);
      const deltas = [
        answer.score - score,
        answer.logit - logit,
        ...contributions.map((value, i) => value - (own[i] ?? Number.NaN)),
        ...terms.map((value, i) => value - (ofTerms[i] ?? Number.NaN)),
      ];
      worst = Math.max(worst, ...deltas.map((delta) => (Number.isNaN(delta) ? Infinity : Math.abs(delta))));
      const label = score >= output.threshold ? output.labels.positive : output.labels.negative;
      if (Math.abs(score - output.threshold) > golden.tolerance) expect(answer[output.labelName]).toBe(label);
    }
    expect(golden.rows.length).toBeGreaterThan(50);
    expect(worst).toBeLessThanOrEqual(golden.tolerance);
  }, 60_000);

  it("answers a plain prediction with exactly the documented members, rounded", async () => {
    const row = golden.rows[0];
    const answer = jsonOf(await postJson(knock(), PREDICT, row?.instance));
    expect(Object.keys(answer)).toEqual([output.name, output.labelName, "model_version", "request_id"]);
    expect(answer[output.name]).toBeCloseTo(row?.score ?? Number.NaN, output.decimals - 1);
    expect(answer[output.name]).toBe(Number(Number(answer[output.name]).toFixed(output.decimals)));
    expect(answer["model_version"]).toBe(manifest.version);
  });

  it("answers on the short path, for aliases, and in any order of the keys, alike", async () => {
    const instance = exampleOf(manifest);
    const aliased = Object.fromEntries(
      manifest.features.toReversed().map((feature) => [feature.aliases[0] ?? feature.name, feature.example]),
    );
    const answers = [
      jsonOf(await postJson(knock(), PREDICT, instance)),
      jsonOf(await postJson(knock(), "/predict", instance)),
      jsonOf(await postJson(knock(), PREDICT, aliased)),
    ].map(({ request_id: _, ...rest }) => rest);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });
}

function explanations(knock: Knock, { model }: Options): void {
  it("explains exactly: baseline plus contributions is the logit, and the reasons are its largest terms", async () => {
    for (const { instance } of model.golden.rows.slice(0, 50)) {
      const answer = jsonOf(await postJson(knock(), `${PREDICT}?explain=true`, instance));
      const contributions = Object.values(answer["contributions"] as Record<string, number>);
      const terms = answer["terms"] as { features: string[]; contribution: number }[];
      const sum = (values: number[]) => values.reduce((total, value) => total + value, answer.baseline);
      expect(Math.abs(sum(contributions) - answer.logit)).toBeLessThanOrEqual(1e-5);
      expect(Math.abs(sum(terms.map((term) => term.contribution)) - answer.logit)).toBeLessThanOrEqual(1e-5);
      expect(Math.abs(1 / (1 + Math.exp(-answer.logit)) - answer.score)).toBeLessThanOrEqual(1e-5);
      const positive = terms.map((term) => term.contribution).filter((value) => value > 0);
      const reasons = answer["reasons"] as { contribution: number; label: string }[];
      const largest = positive.toSorted((a, b) => b - a).slice(0, 4);
      expect(reasons.map((reason) => reason.contribution)).toEqual(largest);
      expect(reasons.every((reason) => reason.label.length > 0)).toBe(true);
    }
  });

  it("takes true and false for explain, and nothing else", async () => {
    const instance = exampleOf(model.manifest);
    const plain = jsonOf(await postJson(knock(), `${PREDICT}?explain=false`, instance));
    expect(plain).not.toHaveProperty("reasons");
    const refused = await postJson(knock(), `${PREDICT}?explain=yes`, instance);
    expectProblem(refused, 400, "invalid_parameter", 'explain is "yes", but must be true or false.');
  });
}

function refusals(knock: Knock, { model }: Options): void {
  for (const bad of badRequests(model.manifest)) {
    it(`refuses ${bad.title}, and answers the next good request`, async () => {
      const answer = await knock().send(bad.request);
      const body = expectProblem(answer, bad.status, bad.code, bad.detail);
      if (bad.errors) expect(body["errors"]).toEqual(bad.errors);
      for (const [name, value] of Object.entries(bad.headers ?? {})) expect(answer.headers[name]).toBe(value);
      expect((await postJson(knock(), PREDICT, exampleOf(model.manifest))).status).toBe(200);
    });
  }
}

function operations(knock: Knock, { model, capabilities }: Options): void {
  const get = (path: string, headers: Record<string, string> = {}) => knock().send({ method: "GET", path, headers });

  it("is alive and ready", async () => {
    expect(jsonOf(await get("/health"))).toEqual({ status: "alive" });
    const ready = await get("/ready");
    expect(ready.status).toBe(200);
    expect(jsonOf(ready)).toEqual({ status: "ready", instance_id: knock().instanceId });
  });

  it("keeps a sound request id, and replaces an unsound one", async () => {
    const sound = await get("/health", { "x-request-id": "abc-123" });
    expect(sound.headers["x-request-id"]).toBe("abc-123");
    const replaced = (await get("/health", { "x-request-id": "no spaces allowed" })).headers["x-request-id"];
    expect(replaced).toMatch(/^[A-Za-z0-9._-]{1,128}$/);
    const answer = await postJson(knock(), PREDICT, exampleOf(model.manifest), { "x-request-id": "same.id" });
    expect(jsonOf(answer)["request_id"]).toBe("same.id");
  });

  it("documents every route that it has", async () => {
    const document = jsonOf(await get("/openapi.json")) as unknown as { openapi: string; info: Json; paths: Json };
    expect(document.openapi).toBe("3.1.0");
    expect(document.info["version"]).toBe(model.manifest.version);
    for (const [path, operationsOfPath] of Object.entries(document.paths)) {
      for (const method of Object.keys(operationsOfPath as object)) {
        const answer = await knock().send({ method: method.toUpperCase(), path });
        if (path === "/metrics" && !capabilities.metrics) continue;
        expect([404, 405], `${method} ${path}`).not.toContain(answer.status);
      }
    }
  });

  it("serves the model card", async () => {
    const card = await get("/model/card");
    expect(card.headers["content-type"]).toBe("text/markdown; charset=utf-8");
    expect(card.body).toContain(model.manifest.title);
  });

  it(capabilities.metrics ? "counts what it answered" : "says why it has no metrics", async () => {
    const answer = await get("/metrics");
    if (!capabilities.metrics) {
      const detail = `The ${knock().entry} entry has no /metrics: nobody can scrape it.`;
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
