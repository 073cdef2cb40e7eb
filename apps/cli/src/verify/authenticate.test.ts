// How requests are authenticated: signatures that a receiver checks, tokens from each source, and what is missing.
import { type RunningService, stopService } from "@modelport/local-runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelport as spawned, modelportHere as modelport, startServer } from "../under-test.testing.ts";
import { front, type FrontRequest } from "./front.testing.ts";
import { expectedSignature, readSignature } from "./signature.testing.ts";
import { folderWith } from "./vendor-tool.testing.ts";

const AUTH = "aws-sigv4:eu-west-1:lambda";
const keys = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

let server: RunningService;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => stopService(server));

/** As a function URL with AWS_IAM: 403 for whatever is not signed by the key, for this region and service, just now. */
function signedOnly(secretAccessKey: string, sessionToken?: string) {
  return front(server.url, (request) => {
    const signed = readSignature(request.headers["authorization"]);
    const today = new Date().toISOString().slice(0, 10).replaceAll("-", "");
    const isSigned =
      signed !== undefined &&
      signed.scope === `${today}/eu-west-1/lambda/aws4_request` &&
      ["host", "x-amz-date"].every((name) => signed.signedHeaders.includes(name)) &&
      signed.signature === expectedSignature(request, signed, secretAccessKey) &&
      request.headers["x-amz-security-token"] === sessionToken;
    return isSigned ? undefined : { status: 403, body: '{"Message":"Forbidden"}' };
  });
}

describe("the receiver's arithmetic", () => {
  it.each([
    ["GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    ["POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
  ])("is that of AWS's own test suite for %s (get-vanilla, post-vanilla)", (method, signature) => {
    const headers = { host: "example.amazonaws.com", "x-amz-date": "20150830T123600Z" };
    const signed = { scope: "20150830/us-east-1/service/aws4_request", signedHeaders: ["host", "x-amz-date"] };
    const request: FrontRequest = { method, path: "/", headers, body: "" };
    expect(expectedSignature(request, signed, keys.AWS_SECRET_ACCESS_KEY)).toBe(signature);
  });
});

describe("aws-sigv4", () => {
  it.each([
    ["long-lived keys", undefined],
    ["keys of a session", "FwoGZXIvYXdzEA//token"],
  ])("signs every request with %s", async (_name, AWS_SESSION_TOKEN) => {
    const { url, seen } = await signedOnly(keys.AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN);
    const env = { ...keys, ...(AWS_SESSION_TOKEN && { AWS_SESSION_TOKEN }), MODELPORT_TOKEN: "not-sent" };
    // Where no golden file is, wherever the tests were started.
    const ended = await spawned(["verify", "--url", url, "--auth", AUTH], { env, cwd: import.meta.dirname });
    expect(ended.stdout).toContain(`All 4 checks of ${url} are ok.`);
    expect(ended.code).toBe(0);
    expect(seen.map(({ method }) => method)).toEqual(["GET", "GET", "POST", "POST"]);
  });

  it("takes the keys of the aws command line, whatever way it has them", async () => {
    const credentials = { Version: 1, AccessKeyId: "ASIA1", SecretAccessKey: "from-sso", SessionToken: "t" };
    const PATH = await folderWith(
      "aws",
      `[ "$*" = "configure export-credentials --format process" ] || exit 9
      echo '${JSON.stringify(credentials)}'`,
    );
    const { url } = await signedOnly("from-sso", "t");
    const ended = await modelport(["verify", "--url", url, "--auth", AUTH], { env: { PATH } });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
  });

  it("takes the keys of the profile that the stack names, and not those of the environment", async () => {
    const credentials = { Version: 1, AccessKeyId: "AKIDTEAM", SecretAccessKey: "of-the-team" };
    const PATH = await folderWith(
      "aws",
      `[ "$*" = "configure export-credentials --format process --profile team a" ] || exit 9
      echo '${JSON.stringify(credentials)}'`,
    );
    const { url } = await signedOnly("of-the-team");
    const args = ["verify", "--url", url, "--auth", `${AUTH}?profile=team%20a`];
    expect(await modelport(args, { env: { ...keys, PATH } })).toMatchObject({ code: 0, stderr: "" });
  });

  it("is refused with another secret, which is nowhere in the report", async () => {
    const { url } = await signedOnly("another");
    const args = ["verify", "--url", url, "--auth", AUTH, "--timeout-seconds", "1"];
    const { code, stdout, stderr } = await modelport(args, { env: keys });
    expect(code).toBe(1);
    expect(stdout).toContain(`${url}/ready answered 403`);
    expect(stdout + stderr).not.toContain(keys.AWS_SECRET_ACCESS_KEY);
  });
});

describe("google-identity-token", () => {
  const TOKEN = "eyJhbGciOi.eyJhdWQiOi.c2lnbmF0dXJl";
  const bearerOnly = () =>
    front(server.url, ({ headers }) =>
      headers["authorization"] === `Bearer ${TOKEN}` ? undefined : { status: 403, body: "Forbidden" },
    );

  const NO_AUDIENCE =
    "echo 'ERROR: (gcloud.auth.print-identity-token) Invalid account type for `--audiences`. Requires valid service account.' >&2; exit 1";
  const SA = "ci@p.iam.gserviceaccount.com";
  const impersonated = (url: string) =>
    `auth print-identity-token --impersonate-service-account=${SA} --include-email --audiences=${url}`;
  const onlyWith = (words: string) => `[ "$*" = "${words}" ] || exit 9\necho ${TOKEN}`;

  it.each<[string, string, (url: string) => string, Record<string, string>]>([
    [
      "a service account's, for this address",
      "",
      (url) => onlyWith(`auth print-identity-token --audiences=${url}`),
      {},
    ],
    ["a person's, whom gcloud lets name none", "", () => `[ $# = 2 ] || { ${NO_AUDIENCE}; }\necho ${TOKEN}`, {}],
    ["that of the account that the stack impersonates", `?impersonate=${SA}`, (url) => onlyWith(impersonated(url)), {}],
    [
      "that of the account that Pulumi's provider impersonates",
      "",
      (url) => onlyWith(impersonated(url)),
      { GOOGLE_IMPERSONATE_SERVICE_ACCOUNT: SA },
    ],
    ["MODELPORT_TOKEN", "", () => "exit 9", { MODELPORT_TOKEN: TOKEN }],
  ])("is %s", async (_name, option, gcloud, variables) => {
    const { url } = await bearerOnly();
    const args = ["verify", "--url", url, "--auth", `google-identity-token${option}`];
    const PATH = await folderWith("gcloud", gcloud(url));
    const { code, stdout, stderr } = await modelport(args, { env: { PATH, ...variables } });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).not.toContain(TOKEN);
  });

  it("is none of a workload identity federation's, and the way out is said", async () => {
    const { url, seen } = await bearerOnly();
    const none =
      "echo 'ERROR: (gcloud.auth.print-identity-token) No identity token can be obtained from the current credentials.' >&2; exit 1";
    const PATH = await folderWith("gcloud", `[ $# = 2 ] || { ${NO_AUDIENCE}; }\n${none}`);
    const ended = await modelport(["verify", "--url", url, "--auth", "google-identity-token"], { env: { PATH } });
    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "modelport: `gcloud auth print-identity-token` failed: ERROR: (gcloud.auth.print-identity-token) No identity token can be obtained from the current credentials; an account of workload identity federation has no identity token of its own: set GOOGLE_IMPERSONATE_SERVICE_ACCOUNT to the service account that it may impersonate, or MODELPORT_TOKEN to an identity token for this address.\n",
    });
    expect(seen).toEqual([]);
  });
});

describe("what is lacking is said, with the way to get it", () => {
  const aws = ["verify", "--auth", AUTH];
  const google = ["verify", "--auth", "google-identity-token"];
  const failing = (words: string) => `echo '${words}' >&2; exit 1`;

  it.each([
    [
      "no aws",
      aws,
      undefined,
      {},
      "--auth aws-sigv4 needs credentials, but AWS_ACCESS_KEY_ID is not set and there is no aws on PATH: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or install the AWS CLI, version 2.",
    ],
    [
      "half a key",
      aws,
      undefined,
      { AWS_SECRET_ACCESS_KEY: "s" },
      "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not: set both, or neither to use the AWS CLI.",
    ],
    [
      "an aws that is not logged in",
      aws,
      ["aws", failing("Error loading SSO Token: Token for dev does not exist")],
      {},
      "`aws configure export-credentials --format process` failed: Error loading SSO Token: Token for dev does not exist; log in (`aws sso login`, `aws configure`), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    ],
    [
      "an aws that prints no credentials",
      aws,
      ["aws", "echo '{}'"],
      {},
      "`aws configure export-credentials --format process` printed no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    ],
    [
      "no aws to read a profile",
      ["verify", "--auth", `${AUTH}?profile=dev`],
      undefined,
      keys,
      '--auth names the profile "dev", but there is no aws on PATH to read it: install the AWS CLI, version 2, or leave out ?profile= and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    ],
    [
      "a profile that is not there",
      ["verify", "--auth", `${AUTH}?profile=dev`],
      ["aws", failing("The config profile (dev) could not be found")],
      keys,
      "`aws configure export-credentials --format process --profile dev` failed: The config profile (dev) could not be found; log in to that profile, or name another one as aws:profile in the stack's settings.",
    ],
    [
      "no gcloud",
      google,
      undefined,
      {},
      "--auth google-identity-token needs a token, but MODELPORT_TOKEN is not set and there is no gcloud on PATH: set MODELPORT_TOKEN to an identity token, or install the Google Cloud CLI.",
    ],
    [
      "a gcloud that is not logged in",
      google,
      ["gcloud", failing("ERROR: (gcloud.auth.print-identity-token) You do not currently have an active account.")],
      {},
      "`gcloud auth print-identity-token` failed: ERROR: (gcloud.auth.print-identity-token) You do not currently have an active account; log in with `gcloud auth login`, or set MODELPORT_TOKEN to an identity token for this address.",
    ],
    [
      "a gcloud that prints something else",
      google,
      ["gcloud", "echo null"],
      {},
      "`gcloud auth print-identity-token` printed no identity token: log in with `gcloud auth login`, or set MODELPORT_TOKEN.",
    ],
  ] as const)("%s", async (_name, args, tool, env, sentence) => {
    const PATH = tool ? await folderWith(tool[0], tool[1]) : "/nowhere";
    const ended = await modelport(args, { env: { PATH, ...env } });
    expect(ended).toEqual({ code: 2, stdout: "", stderr: `modelport: ${sentence}\n` });
  });
});
