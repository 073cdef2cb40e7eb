// The packaged server and the packaged function, as they were shipped and not.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort, type RunningService, stopService } from "@modelport/local-runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manifest, modelport, start, startFunction, startServer, temporaryFolder } from "../under-test.testing.ts";
import { changed, front } from "./front.testing.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const GOLDEN = join(ROOT, "model/golden.json");
const golden = JSON.parse(await readFile(GOLDEN, "utf8")) as {
  readonly model: { readonly onnxSha256: string };
  readonly tolerance: number;
  readonly rows: readonly { readonly instance: Record<string, unknown>; readonly score: number }[];
};
const { onnxSha256 } = golden.model;
const middle = Math.floor((golden.rows.length - 1) / 2) + 1;
const other = `sha256:${"0".repeat(64)}`;

let server: RunningService;
let lambda: RunningService;
beforeAll(async () => {
  [server, lambda] = await Promise.all([startServer(), startFunction()]);
}, 120_000);
afterAll(() => Promise.all([server, lambda].map((service) => stopService(service))));

const timeless = (text: string) => text.replaceAll(/\b(after|for|waiting,) [\d.]+ s\b/g, "$1 _ s");

/** `modelport verify` at the root of the clone. */
async function verify(...args: string[]) {
  const { code, stdout, stderr } = await modelport(["verify", ...args], { cwd: ROOT });
  return { code, stderr: timeless(stderr), lines: timeless(stdout).trimEnd().split("\n") };
}

function shipped({ url, artifactDigest }: RunningService): string[] {
  return ["--url", url, "--artifact-digest", artifactDigest, "--model-version", manifest.version];
}

const decimals = "rounded to 4 decimals";
const goldenSentence = `rows 1, ${middle}, ${golden.rows.length} of model/golden.json are as the trainer computed them (tolerance ${golden.tolerance}, ${decimals})`;
const modelLine = `ok       model       ${manifest.name} ${manifest.version}, ONNX file sha256:${onnxSha256}`;
const refusalLine = "ok       refusal     a bad request gets a problem document (422 validation_failed)";

describe("what was shipped", () => {
  it.each([
    ["the server bundle", () => server],
    ["the Lambda zip", () => lambda],
  ])("is found in %s, check by check", async (_name, service) => {
    const { url, artifactDigest } = service();
    expect(await verify(...shipped(service()))).toEqual({
      code: 0,
      stderr: "",
      lines: [
        "ok       ready       after _ s",
        modelLine,
        `ok       version     ${manifest.version}`,
        `ok       artifact    ${artifactDigest}`,
        `ok       prediction  ${goldenSentence}`,
        refusalLine,
        `All 6 checks of ${url} are ok.`,
      ],
    });
  });

  it("is a report for machines with --json", async () => {
    const { code, lines } = await verify(...shipped(server), "--json");
    const report = JSON.parse(lines.join("\n")) as Record<string, unknown>;
    expect(code).toBe(0);
    expect(report).toMatchObject({ url: server.url, auth: "none", ok: true });
    expect(report["checks"]).toContainEqual({
      check: "artifact",
      outcome: "ok",
      sentence: server.artifactDigest,
      expected: server.artifactDigest,
      found: server.artifactDigest,
    });
  });

  it("needs no golden file: it predicts the model's own example", async () => {
    const cwd = await temporaryFolder();
    const { code, stdout } = await modelport(["verify", "--url", server.url], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\nok {7}prediction {2}the model's own example gives churn_probability [\d.]+; not compared, because there is no golden file\n/,
    );
    expect(stdout).toMatch(/\nAll 4 checks of /);
  });
});

describe("what was not shipped is named, with both values", () => {
  it("another artifact", async () => {
    const { code, lines, stderr } = await verify(
      "--url",
      server.url,
      "--artifact-digest",
      other,
      "--timeout-seconds",
      "3",
    );
    const sentence = `${server.url} runs the artifact ${server.artifactDigest}, but ${other} was shipped`;
    expect(code).toBe(1);
    expect(lines).toContain(
      `failed   artifact    ${sentence}: deploy again, and check that this is the address of the deployment that you mean.`,
    );
    expect(lines.at(-1)).toBe(`1 of 5 checks of ${server.url} failed: artifact.`);
    expect(stderr).toBe(`${sentence}; waiting, as a roll-out may still be going on.\n`);
  }, 30_000);

  it("another model version, at the Lambda zip", async () => {
    const { code, lines } = await verify("--url", lambda.url, "--model-version", "9.9.9", "--timeout-seconds", "1");
    expect(code).toBe(1);
    expect(lines).toContain(
      `failed   version     ${lambda.url} serves the model version ${manifest.version}, but 9.9.9 was shipped: deploy again, and check that this is the address of the deployment that you mean.`,
    );
  });

  it("a process that does not say which artifact it is", async () => {
    const { url } = await front(server.url, (request) =>
      request.path === "/model"
        ? changed(server.url, request, (model) => ({ ...model, runtime: { artifact_digest: null } }))
        : undefined,
    );
    const { code, lines } = await verify("--url", url, "--artifact-digest", other, "--timeout-seconds", "1");
    expect(code).toBe(1);
    expect(lines).toContain(
      `failed   artifact    ${url} does not say which artifact it runs, but ${other} was shipped: it is another deployment, or one without MODELPORT_ARTIFACT_DIGEST; deploy again, and check that this is the address of the deployment that you mean.`,
    );
  });

  it("another model than the golden file's", async () => {
    const file = join(await temporaryFolder(), "golden.json");
    await writeFile(file, JSON.stringify({ ...golden, model: { onnxSha256: "0".repeat(64) } }));
    const { code, lines } = await verify("--url", server.url, "--golden", file);
    expect(code).toBe(1);
    expect(lines).toContain(
      `failed   prediction  ${file} is of the model ${other}, but ${server.url} serves sha256:${onnxSha256}: deploy that model, or give the golden file of this one.`,
    );
  });

  it("a model that predicts otherwise, in the last of the rows", async () => {
    const file = join(await temporaryFolder(), "golden.json");
    const last = golden.rows.at(-1) ?? { instance: {}, score: 0 };
    const rows = [...golden.rows.slice(0, -1), { ...last, score: last.score + 0.001 }];
    await writeFile(file, JSON.stringify({ ...golden, rows }));
    const { code, lines } = await verify("--url", server.url, "--golden", file);
    expect(code).toBe(1);
    const found = Number(last.score.toFixed(4));
    expect(lines).toContain(
      `failed   prediction  Row ${rows.length} of ${file}: churn_probability is ${found}, but the trainer computed ${rows.at(-1)?.score} (tolerance ${golden.tolerance}, ${decimals}): what answers is not that model; package and deploy again.`,
    );
  });

  it("two deployments behind one address", async () => {
    const { url } = await front(server.url, (request) =>
      request.path === "/api/v1/predict"
        ? changed(server.url, request, (answer) => ({ ...answer, model_version: "0.9.0" }))
        : undefined,
    );
    const { code, lines } = await verify("--url", url);
    expect(code).toBe(1);
    expect(lines).toContain(
      `failed   prediction  Row 1 of model/golden.json: the model version "0.9.0" predicted, but GET /model says ${manifest.version}: two deployments answer at this address; wait for the roll-out's end, or stop one.`,
    );
  });

  it("a gateway that answers in the service's place", async () => {
    const { url } = await front(server.url, ({ body }) =>
      body.includes("modelport verify")
        ? { status: 400, headers: { "content-type": "text/html; charset=utf-8" }, body: "<h1>Bad Request</h1>" }
        : undefined,
    );
    const { code, lines } = await verify("--url", url);
    expect(code).toBe(1);
    expect(lines.slice(-2)).toEqual([
      "failed   refusal     A bad request got 400 text/html instead of a problem document (422 application/problem+json, validation_failed): whatever is in front of the service must pass its answers through unchanged.",
      `1 of 4 checks of ${url} failed: refusal.`,
    ]);
  });
});

describe("the service before", () => {
  it("may answer for a while after a roll-out", async () => {
    let asked = 0;
    const { url } = await front(server.url, (request) => {
      if (request.path !== "/model" || ++asked > 2) return undefined;
      return changed(server.url, request, (model) => ({ ...model, runtime: { artifact_digest: other } }));
    });
    const { code, lines } = await verify("--url", url, "--artifact-digest", server.artifactDigest);
    expect(code).toBe(0);
    expect(lines).toContain(`ok       artifact    ${server.artifactDigest}`);
    expect(asked).toBe(3);
  }, 30_000);
});

const notAsked = ["model", "artifact", "prediction", "refusal"].map(
  (check) => `skipped  ${check.padEnd(10)}  not checked: the service is not ready`,
);

describe("who is not there", () => {
  it("is waited for, and then said to be unreachable", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { code, lines } = await verify("--url", url, "--timeout-seconds", "1", "--artifact-digest", other);
    expect(code).toBe(1);
    expect(lines).toEqual([
      `failed   ready       ${url} cannot be reached (ECONNREFUSED), for _ s now: check the address, and in the service's log whether it started; --timeout-seconds is how long to wait.`,
      ...notAsked,
      `1 of 5 checks of ${url} failed: ready.`,
    ]);
  });

  it("is perhaps there for others only", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const auth = "address-ranges:203.0.113.0/24,2001:db8::/32";
    const { code, lines } = await verify("--url", url, "--timeout-seconds", "1", "--auth", auth);
    expect(code).toBe(1);
    expect(lines[0]).toBe(
      `failed   ready       ${url} cannot be reached (ECONNREFUSED), for _ s now: only callers from 203.0.113.0/24, 2001:db8::/32 are let in, so verify from there, or add this machine's address to the stack's settings.`,
    );
  });

  it("is waited for with its own words, and said to be not ready", async () => {
    const problem = JSON.stringify({ detail: "The model is not loaded yet." });
    const { url } = await front(undefined, () => ({ status: 503, body: problem }));
    const { code, lines, stderr } = await verify("--url", url, "--timeout-seconds", "7", "--artifact-digest", other);
    const seen = `${url}/ready answered 503: The model is not loaded yet`;
    expect(code).toBe(1);
    expect(lines.slice(0, -1)).toEqual([
      `failed   ready       ${seen}, for _ s now: the service does not start, or its model does not load; its log says why.`,
      ...notAsked,
    ]);
    expect(stderr).toBe(`${seen}; waiting, _ s of at most 7 s.\n`);
  }, 30_000);

  it("is found when it comes up late", async () => {
    let asked = 0;
    const { url } = await front(server.url, ({ path }) =>
      path === "/ready" && ++asked < 3 ? { status: 503 } : undefined,
    );
    expect(await verify("--url", url)).toMatchObject({ code: 0, stderr: "" });
    expect(asked).toBe(3);
  });

  it("requires other credentials", async () => {
    const { url } = await front(undefined, () => ({ status: 403, body: JSON.stringify({ Message: "Forbidden" }) }));
    const { lines } = await verify("--url", url, "--timeout-seconds", "1");
    expect(lines[0]).toBe(
      `failed   ready       ${url}/ready answered 403, for _ s now: set --auth to the stack's output auth, and check that your account may invoke the service.`,
    );
  });

  it("is somebody else", async () => {
    const { url } = await front(undefined, ({ path }) => ({ status: path === "/ready" ? 200 : 404, body: "{}" }));
    const { code, lines } = await verify("--url", url, "--timeout-seconds", "1");
    expect(code).toBe(1);
    expect(lines).toEqual([
      "ok       ready       after _ s",
      `failed   model       ${url} does not answer GET /model as modelport does: is it the address of a modelport server?`,
      "skipped  prediction  not checked: no modelport server answers",
      "skipped  refusal     not checked: no modelport server answers",
      `1 of 4 checks of ${url} failed: model.`,
    ]);
  });

  it("is not waited for after Ctrl-C", async () => {
    const { url, seen } = await front(undefined, () => ({ status: 503 }));
    const { child, ended } = start(["verify", "--url", url]);
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBeGreaterThan(0);
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 130, stdout: "", stderr: "Interrupted: not everything was checked.\n" });
  }, 30_000);
});
