// One real prediction at each URL, from the examples in the packaged model's manifest.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { shellWord } from "./shell-word.mjs";
import { StepFailed } from "./step.mjs";

const TIMEOUT_MILLISECONDS = 30_000;

/**
 * The example instance of the packaged model, and the name of its output.
 * @param {{root: string, env: NodeJS.ProcessEnv}} workspace
 */
export function readExample(workspace) {
  const folder = artifactsFolder(workspace);
  const { artifacts } = JSON.parse(readFileSync(join(folder, "artifacts.json"), "utf8"));
  const bundle = artifacts.find(({ kind }) => kind === "server-bundle");
  if (!bundle) {
    throw new StepFailed(`${folder} has no server-bundle to predict with: run npx nx run inference-api:package.`);
  }
  const manifest = JSON.parse(readFileSync(join(folder, bundle.path, "model", "manifest.json"), "utf8"));
  const instance = Object.fromEntries(manifest.features.map(({ name, example }) => [name, example]));
  return { instance, output: manifest.output.name };
}

/** The folder of the artifacts that a stack deploys. */
export function artifactsFolder({ root, env }) {
  return resolve(root, env.MODELPORT_ARTIFACTS_DIR || join("apps", "inference-api", "dist"));
}

/** Requests a prediction at every endpoint, prints the answers and how to repeat them. @throws {StepFailed} if one fails or they differ */
export async function predictAtEachEndpoint(endpoints, { instance, output }, print = console.log) {
  const body = JSON.stringify(instance);
  const answers = await Promise.all(endpoints.map((endpoint) => predict(endpoint, body)));
  print(`\nOne prediction for ${body}:`);
  for (const [index, { name, url }] of endpoints.entries()) {
    print(`  ${name.padEnd(14)} ${url}  ${JSON.stringify(answers[index])}`);
  }
  const values = answers.map((answer) => answer[output]);
  if (new Set(values).size !== 1) {
    throw new StepFailed(
      `The same model must give the same ${output} at each endpoint, but gave ${values.join(" and ")}.`,
    );
  }
  print("\nRepeat it:");
  for (const { url } of endpoints) print(`  ${curlLine(url, body)}`);
}

/** A shell line that repeats the prediction. */
export function curlLine(url, body) {
  return `curl -s ${url}/api/v1/predict -H 'content-type: application/json' -d ${shellWord(body)}`;
}

async function predict({ name, url }, body) {
  const response = await fetch(`${url}/api/v1/predict`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  const text = await response.text();
  if (!response.ok) throw new StepFailed(`The ${name} at ${url} answered ${response.status} to a prediction: ${text}`);
  return JSON.parse(text);
}

/** What to open in a browser. */
export function pageLines(url) {
  return [
    "",
    "Open in a browser:",
    `  ${url}/      a form that predicts, and shows the reasons`,
    `  ${url}/docs  the API reference`,
  ];
}
