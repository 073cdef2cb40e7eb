// The Open Inference Protocol v2 part of the contract: health, metadata, inference, and its own form of errors.
import type { Manifest } from "@modelport/contracts";
import { expect, it } from "vitest";
import { badInferences } from "./bad-inferences.ts";
import type {
  Capabilities,
  Endpoint,
  EndpointRequest,
  EndpointResponse,
  ExpectedModel,
  GoldenRow,
} from "./endpoint.ts";
import { exampleOf, type Json, jsonOf, postJson } from "./requests.ts";
import { DATATYPES, type Tensor, tensorsOf } from "./tensors.ts";

interface Context {
  readonly model: ExpectedModel;
  readonly capabilities: Capabilities;
}

function outputOf(answer: Json, name: string): Tensor {
  const found = (answer["outputs"] as Tensor[]).find((output) => output.name === name);
  if (!found) throw new Error(`the answer has no output ${name}: ${JSON.stringify(answer).slice(0, 300)}`);
  return found;
}

function worstOf(found: readonly unknown[], wanted: readonly number[]): number {
  expect(found).toHaveLength(wanted.length);
  return Math.max(...wanted.map((value, i) => Math.abs(value - Number(found[i]))));
}

/** Asserts the protocol's error, whole. */
function expectError(answer: EndpointResponse, status: number, error?: string): void {
  expect(answer.headers["content-type"], answer.body).toBe("application/json");
  const body = JSON.parse(answer.body) as { error: string };
  expect(body).toEqual({ error: error ?? expect.any(String) });
  expect(answer.status).toBe(status);
  expect(answer.headers["x-request-id"]).toMatch(/./);
}

/** Declares the protocol's tests of one endpoint. */
export function openInference(opened: () => Endpoint, context: Context): void {
  describeServer(opened, context.model.manifest);
  infers(opened, context.model);
  refusesTransport(opened, context);
  for (const [title, request, error] of badInferences(context.model.manifest)) {
    it(`refuses inference of ${title}`, async () => {
      const path = `/v2/models/${context.model.manifest.name}/infer`;
      expectError(await postJson(opened(), path, request), 400, error);
    });
  }
}

function describeServer(opened: () => Endpoint, manifest: Manifest): void {
  const { name, version, output, features } = manifest;
  const get = (path: string) => opened().send({ method: "GET", path });

  it("tells Open Inference clients that it is live and ready, and which model it has", async () => {
    expect(jsonOf(await get("/v2/health/live"))).toEqual({ live: true });
    expect(jsonOf(await get("/v2/health/ready"))).toEqual({ live: true, ready: true });
    const server = { name: "modelport", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string, extensions: [] };
    for (const path of ["/v2", "/v2/"]) expect(jsonOf(await get(path))).toEqual(server);
    for (const path of [`/v2/models/${name}`, `/v2/models/${name}/versions/${version}`]) {
      expect(jsonOf(await get(`${path}/ready`))).toEqual({ name, ready: true });
      const metadata = jsonOf(await get(path));
      expect(metadata).toMatchObject({ name, versions: [version], platform: "onnx_onnxv1" });
      expect(metadata["inputs"]).toEqual(
        features.map((feature) => ({ name: feature.name, datatype: DATATYPES[feature.type], shape: [-1] })),
      );
      const [score] = metadata["outputs"] as Tensor[];
      const shape = output.kind === "multiclass" ? [-1, output.labels.length] : [-1];
      expect(score).toEqual({ name: output.name, datatype: "FP32", shape });
    }
  });

  it("answers 404 for a model or a version that it does not have, and 405 for a wrong method", async () => {
    const noModel = `There is no model "nope" here; this server has ${name}.`;
    for (const path of ["/v2/models/nope", "/v2/models/nope/ready", "/v2/models/nope/versions/1"]) {
      expectError(await get(path), 404, noModel);
    }
    expectError(await postJson(opened(), "/v2/models/nope/infer", {}), 404, noModel);
    const noVersion = `${name} has no version "0" here; this server has ${version}.`;
    expectError(await get(`/v2/models/${name}/versions/0`), 404, noVersion);
    expectError(await postJson(opened(), `/v2/models/${name}/versions/0/infer`, {}), 404, noVersion);
    expectError(await get("/v2/nope"), 404, "There is no route /v2/nope; see /openapi.json.");
    const wrong = await get(`/v2/models/${name}/infer`);
    expectError(wrong, 405, `/v2/models/${name}/infer takes POST, not GET.`);
    expect(wrong.headers["allow"]).toBe("POST");
  });
}

function infers(opened: () => Endpoint, { manifest, golden }: ExpectedModel): void {
  const { name, version, features, output } = manifest;
  const infer = async (body: object, path = `/v2/models/${name}/infer`) => jsonOf(await postJson(opened(), path, body));

  it("infers every golden row in one request, within the tolerance", async () => {
    const groups = Map.groupBy(golden.rows, ({ instance }) => Object.keys(instance).toSorted().join());
    for (const rows of groups.values()) {
      const inputs = tensorsOf(
        features,
        rows.map((row) => row.instance),
      );
      const answer = await infer({ id: "golden-1", inputs }, `/v2/models/${name}/versions/${version}/infer`);
      expect(answer).toMatchObject({ model_name: name, model_version: version, id: "golden-1" });
      const score = outputOf(answer, output.name);
      const wanted = rows.flatMap((row) => row.score);
      expect(score.shape).toEqual(output.kind === "multiclass" ? [rows.length, output.labels.length] : [rows.length]);
      expect(worstOf(score.data, wanted)).toBeLessThanOrEqual(golden.tolerance);
      if (output.kind !== "regression")
        expectLabels(manifest, outputOf(answer, output.labelName), rows, golden.tolerance);
      expect(answer["outputs"]).toHaveLength(output.kind === "regression" ? 1 : 2);
    }
  }, 60_000);

  it("takes aliases, the shape [N, 1], nested data, parameters, and integers for numbers and booleans", async () => {
    const example = exampleOf(manifest);
    const plain = await infer({ inputs: tensorsOf(features, [example, example]) });
    expect(plain).not.toHaveProperty("id");
    const column = (tensor: Tensor) => ({ ...tensor, shape: [2, 1], data: tensor.data.map((value) => [value]) });
    const aliased = tensorsOf(features, [example, example], (feature) => feature.aliases[0] ?? feature.name);
    const parameters = { content_type: "np" };
    const nested = aliased.toReversed().map((tensor) => ({ ...column(tensor), parameters }));
    expect(await infer({ parameters, inputs: nested })).toEqual(plain);
    const coerced = tensorsOf(features, [example, example]).map((tensor) => {
      if (tensor.datatype === "BOOL") return { ...tensor, datatype: "INT32", data: tensor.data.map(Number) };
      const fits = tensor.datatype === "FP64" && tensor.data.every(Number.isInteger);
      return fits ? { ...tensor, datatype: "INT64" } : tensor;
    });
    expect(await infer({ inputs: coerced })).toEqual(plain);
  });

  it("leaves fields with a default out, where the model has such", async () => {
    const optional = features.find((feature) => feature.default !== undefined);
    if (!optional) return;
    const example = exampleOf(manifest);
    const given = { ...example, [optional.name]: optional.default };
    const rest = tensorsOf(features, [example]).filter((tensor) => tensor.name !== optional.name);
    expect(await infer({ inputs: rest })).toEqual(await infer({ inputs: tensorsOf(features, [given]) }));
  });

  it("gives the outputs that the request names, in its order, explanations too", async () => {
    const rows = golden.rows
      .slice(0, 3)
      .filter(({ instance }) => features.every((feature) => Object.hasOwn(instance, feature.name)));
    if (rows.length === 0) return;
    const inputs = tensorsOf(
      features,
      rows.map((row) => row.instance),
    );
    const only = await infer({ inputs, outputs: [{ name: output.name, parameters: { binary_data: true } }] });
    expect((only["outputs"] as Tensor[]).map((tensor) => tensor.name)).toEqual([output.name]);
    if (!manifest.onnx.outputs.contributions) return;
    const answer = await infer({ inputs, outputs: [{ name: "contributions" }, { name: output.name }] });
    const [contributions] = answer["outputs"] as [Tensor];
    expect(contributions).toMatchObject({ datatype: "FP32", shape: [rows.length, features.length] });
    const wanted = rows.flatMap((row) => row.contributions ?? []);
    expect(worstOf(contributions.data, wanted)).toBeLessThanOrEqual(golden.tolerance);
    if (output.kind !== "binary") return;
    const logit = outputOf(await infer({ inputs, outputs: [{ name: "logit" }] }), "logit");
    const logits = rows.map((row) => row.logit ?? Number.NaN);
    expect(worstOf(logit.data, logits)).toBeLessThanOrEqual(golden.tolerance * 10);
  });
}

function expectLabels({ output }: Manifest, labels: Tensor, rows: readonly GoldenRow[], tolerance: number): void {
  expect(labels).toMatchObject({ datatype: "BYTES", shape: [rows.length] });
  rows.forEach(({ score }, i) => {
    if (output.kind === "binary") {
      if (Math.abs(Number(score) - output.threshold) <= tolerance) return;
      const { positive, negative } = output.labels;
      expect(labels.data[i]).toBe(Number(score) >= output.threshold ? positive : negative);
    } else if (output.kind === "multiclass") {
      const scores = [score].flat();
      const [best = 0, second = 0] = scores.toSorted((a, b) => b - a);
      if (best - second > tolerance) expect(labels.data[i]).toBe(output.labels[scores.indexOf(best)]);
    }
  });
}

function refusesTransport(opened: () => Endpoint, { model: { manifest }, capabilities }: Context): void {
  const { name, features } = manifest;
  const path = `/v2/models/${name}/infer`;
  const good = JSON.stringify({ inputs: tensorsOf(features, [exampleOf(manifest)]) });
  const send = (body: string, headers: EndpointRequest["headers"] = { "content-type": "application/json" }) =>
    opened().send({ method: "POST", path, headers, body });

  it("refuses what is no JSON, is compressed, is too large, or comes as binary tensor data, and goes on", async () => {
    expectError(await send(good.slice(0, -2)), 400, "The body is not JSON; send one JSON object.");
    expectError(
      await send(good, { "content-type": "text/plain" }),
      415,
      'The request has Content-Type "text/plain"; send Content-Type: application/json in UTF-8.',
    );
    expectError(
      await send(good, { "content-type": "application/octet-stream", "inference-header-content-length": "10" }),
      400,
      "The request has Inference-Header-Content-Length, but this server does not read binary tensor data: send JSON (binary_data=False).",
    );
    expectError(await send(good, { "content-type": "application/json", "content-encoding": "gzip" }), 415);
    expectError(await send(good.padEnd(capabilities.batchBytes + 1)), 413);
    expect((await send(good)).status).toBe(200);
  });
}
