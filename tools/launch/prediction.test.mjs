import { createServer } from "node:http";
import { once } from "node:events";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { curlLine, pageLines, predictAtEachEndpoint, readExample } from "./prediction.mjs";

const example = { instance: { city: "L'Aquila" }, output: "probability" };

async function endpoint(name, { status = 200, answer }) {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks));
      response.writeHead(status).end(JSON.stringify({ ...answer, echo: body, path: request.url }));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { name, url: `http://127.0.0.1:${server.address().port}` };
}

it("prints each answer, and a curl command that repeats it", async () => {
  const endpoints = [
    await endpoint("one", { answer: { probability: 0.1 } }),
    await endpoint("two", { answer: { probability: 0.1 } }),
  ];
  const lines = [];
  await predictAtEachEndpoint(endpoints, example, (line) => lines.push(line));
  const answer = `{"probability":0.1,"echo":{"city":"L'Aquila"},"path":"/api/v1/predict"}`;
  expect(lines.slice(0, 3)).toEqual([
    `\nOne prediction for {"city":"L'Aquila"}:`,
    `  one            ${endpoints[0].url}  ${answer}`,
    `  two            ${endpoints[1].url}  ${answer}`,
  ]);
  expect(lines.slice(4)).toEqual(endpoints.map(({ url }) => `  ${curlLine(url, JSON.stringify(example.instance))}`));
});

it("gives the shell one word for the body, quotes included", () => {
  const line = curlLine("http://127.0.0.1:8000", JSON.stringify(example.instance));
  const words = execFileSync("sh", ["-c", line.replace(/^curl/, "printf '%s\\n'")], { encoding: "utf8" });
  expect(words.trimEnd().split("\n")).toEqual([
    "-s",
    "http://127.0.0.1:8000/api/v1/predict",
    "-H",
    "content-type: application/json",
    "-d",
    `{"city":"L'Aquila"}`,
  ]);
});

it("fails in a sentence where two endpoints differ", async () => {
  const endpoints = [
    await endpoint("one", { answer: { probability: 0.1 } }),
    await endpoint("two", { answer: { probability: 0.2 } }),
  ];
  await expect(predictAtEachEndpoint(endpoints, example, () => undefined)).rejects.toThrow(
    "The same model must give the same probability at each endpoint, but gave 0.1 and 0.2.",
  );
});

it("fails in a sentence where an endpoint rejects the request", async () => {
  const endpoints = [await endpoint("one", { status: 503, answer: { title: "not ready" } })];
  await expect(predictAtEachEndpoint(endpoints, example, () => undefined)).rejects.toThrow(
    `The one at ${endpoints[0].url} answered 503 to a prediction: {"title":"not ready","echo":{"city":"L'Aquila"},"path":"/api/v1/predict"}`,
  );
});

/** Artifacts of a model whose only feature is `feature`, in `folder` of `root`. */
function packaged(root, folder, feature) {
  const model = join(root, folder, "server-a", "model");
  mkdirSync(model, { recursive: true });
  const artifacts = [
    { kind: "lambda-zip", path: "lambda-a.zip" },
    { kind: "server-bundle", path: "server-a" },
  ];
  writeFileSync(join(root, folder, "artifacts.json"), JSON.stringify({ artifacts }));
  const manifest = { features: [{ name: feature, example: 1 }], output: { name: `${feature}_score` } };
  writeFileSync(join(model, "manifest.json"), JSON.stringify(manifest));
}

it("the example is of the model that was packaged, not of the one that comes with the repository", () => {
  const root = mkdtempSync(join(tmpdir(), "modelport-example-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  packaged(root, "apps/inference-api/dist", "packaged");
  packaged(root, "elsewhere", "named");
  const env = { MODEL_SOURCE_DIR: "../anything" };
  expect(readExample({ root, env })).toEqual({ instance: { packaged: 1 }, output: "packaged_score" });
  const named = { MODELPORT_ARTIFACTS_DIR: "elsewhere" };
  expect(readExample({ root, env: named })).toEqual({ instance: { named: 1 }, output: "named_score" });
  writeFileSync(join(root, "elsewhere", "artifacts.json"), JSON.stringify({ artifacts: [] }));
  expect(() => readExample({ root, env: named })).toThrow(
    `${root}/elsewhere has no server-bundle to predict with: run npx nx run inference-api:package.`,
  );
});

it("names the pages to open", () => {
  expect(pageLines("http://127.0.0.1:8002")).toEqual([
    "",
    "Open in a browser:",
    "  http://127.0.0.1:8002/      a form that predicts, and shows the reasons",
    "  http://127.0.0.1:8002/docs  the API reference",
  ]);
});
