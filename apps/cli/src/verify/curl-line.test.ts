// The curl line that a stack prints, run by shells with this machine's own curl and checked as AWS and Google check it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { curlLine } from "@modelport/target-kit/curl-line";
import type { RequestAuth } from "@modelport/target-kit/request-auth";
import { describe, expect, it } from "vitest";
import { front, type FrontRequest } from "./front.testing.ts";
import { fakeKubectl, isAlive } from "./kubectl.testing.ts";
import { expectedSignature, readSignature } from "./signature.testing.ts";
import { folderWith } from "./vendor-tool.testing.ts";

const SIGV4: RequestAuth = { kind: "aws-sigv4", region: "eu-west-1", service: "lambda" };
const instance = { name: "d'Arc", age: 19 };
const keys = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

/** What AWS objects to in a request; empty where it lets it in. */
function objections(request: FrontRequest, secretAccessKey: string): readonly string[] {
  const signed = readSignature(request.headers["authorization"]);
  if (signed === undefined) return ["no signature of version 4"];
  const absent = signed.signedHeaders
    .filter((name) => request.headers[name] === undefined)
    .map((name) => `'${name}' is named as a SignedHeader, but it does not exist in the HTTP request`);
  const unsigned = Object.keys(request.headers)
    .filter((name) => name.startsWith("x-amz-") && !signed.signedHeaders.includes(name))
    .map((name) => `${name} is not signed`);
  const isMatch = signed.signature === expectedSignature(request, signed, secretAccessKey);
  return [...absent, ...unsigned, ...(isMatch ? [] : ["the signature does not match"])];
}

async function runLine(shell: readonly string[], line: string, env: Readonly<Record<string, string>>) {
  const [command = "", ...args] = shell;
  const child = spawn(command, [...args, line], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

/** A PATH with this machine's programs, and before them `name` as a shell script. */
async function pathWith(name: string, script: string): Promise<string> {
  return `${await folderWith(name, script)}:${process.env["PATH"]}`;
}

/** Undefined variables are errors, as in the scripts of careful people. */
const SHELLS = [
  ["sh", "-euc"],
  ["bash", "-euc"],
] as const;

describe.each(SHELLS)("the line for a function URL with AWS_IAM, in %s", (...shell) => {
  it.each([
    ["long-lived keys", {}, undefined],
    ["an empty session token", { AWS_SESSION_TOKEN: "" }, undefined],
    ["a session's keys", { AWS_SESSION_TOKEN: "FwoGZX/IvYXd+zEA token==" }, "FwoGZX/IvYXd+zEA token=="],
  ])("is let in with %s", async (_name, env, token) => {
    const { url, seen } = await front(undefined, () => ({ status: 200, body: "scored" }));
    const { output } = await runLine(shell, curlLine(`${url}/api/v1/predict`, SIGV4, instance), { ...keys, ...env });
    expect(output).toBe("scored");
    const [request] = seen;
    if (request === undefined) throw new Error("curl sent nothing");
    expect(objections(request, keys.AWS_SECRET_ACCESS_KEY)).toEqual([]);
    expect(request.headers["x-amz-security-token"]).toBe(token);
    expect(readSignature(request.headers["authorization"])?.scope).toMatch(/^\d{8}\/eu-west-1\/lambda\/aws4_request$/);
    expect(JSON.parse(request.body)).toEqual(instance);
  });
});

describe.each(SHELLS)("the line of a stack whose provider takes a profile, in %s", (...shell) => {
  const exports = (format: string) =>
    `[ "$*" = "configure export-credentials --profile team a --format env" ] || exit 9\n${format}`;
  const line = (url: string) => curlLine(`${url}/api/v1/predict`, { ...SIGV4, profile: "team a" }, instance);

  it("signs with that profile's keys, and not with the shell's", async () => {
    const { url, seen } = await front(undefined, () => ({ status: 200, body: "scored" }));
    const script = exports("echo export AWS_ACCESS_KEY_ID=AKIDTEAM; echo export AWS_SECRET_ACCESS_KEY=of-the-team");
    const env = { ...keys, AWS_SESSION_TOKEN: "of the shell", PATH: await pathWith("aws", script) };
    expect(await runLine(shell, line(url), env)).toEqual({ code: 0, output: "scored" });
    expect(seen.map((request) => objections(request, "of-the-team"))).toEqual([[]]);
    expect(seen[0]?.headers["x-amz-security-token"]).toBeUndefined();
  });

  it("sends nothing where the profile gives none", async () => {
    const { url, seen } = await front(undefined, () => ({ status: 200 }));
    const { code } = await runLine(shell, line(url), { ...keys, PATH: await pathWith("aws", exports("exit 255")) });
    expect(code).toBe(255);
    expect(seen).toEqual([]);
  });
});

/** As gcloud: who signed in is refused an audience, a service account gets a token for none but the one that it names. */
const GCLOUD = {
  person: `case "$*" in
    "auth print-identity-token") echo person.all.signed ;;
    *) echo 'ERROR: (gcloud.auth.print-identity-token) Invalid account type for \`--audiences\`. Requires valid service account.' >&2; exit 1 ;;
  esac`,
  "service account": `case "$*" in
    "auth print-identity-token --audiences=$AUDIENCE") echo robot.audience.signed ;;
    "auth print-identity-token") echo robot.gcloud.signed ;;
    "auth print-identity-token --impersonate-service-account=ci@p.iam.gserviceaccount.com --include-email --audiences=$AUDIENCE") echo ci.audience.signed ;;
    *) exit 9 ;;
  esac`,
};

describe.each(SHELLS)("the line for a private service of Cloud Run, in %s", (...shell) => {
  it.each([
    ["a person", "person", undefined, "person.all.signed"],
    ["a service account", "service account", undefined, "robot.audience.signed"],
    ["an impersonated account", "service account", "ci@p.iam.gserviceaccount.com", "ci.audience.signed"],
  ] as const)("carries the token that %s gets for it", async (_name, account, impersonate, token) => {
    const { url, seen } = await front(undefined, () => ({ status: 200, body: "scored" }));
    const auth: RequestAuth = { kind: "google-identity-token", ...(impersonate && { impersonate }) };
    const env = { AUDIENCE: url, PATH: await pathWith("gcloud", GCLOUD[account]) };
    const { output } = await runLine(shell, curlLine(`${url}/api/v1/predict`, auth, instance), env);
    expect(output).toBe("scored");
    expect(seen.map(({ headers }) => headers["authorization"])).toEqual([`Bearer ${token}`]);
  });
});

describe.each(SHELLS)("the line for a service inside a cluster, in %s", (...shell) => {
  const auth: RequestAuth = { kind: "kubectl-port-forward", namespace: "ml", service: "churn", context: "d'Arc $x" };
  const line = curlLine("http://churn.ml.svc/api/v1/predict", auth, instance);

  it("opens a port, calls the service and closes the port", async () => {
    const { url, seen } = await front(undefined, () => ({ status: 200, body: "scored" }));
    const kubectl = await fakeKubectl({ ports: [Number(new URL(url).port)] });
    const env = { PATH: `${kubectl.folder}:${process.env["PATH"]}` };
    expect(await runLine(shell, line, env)).toEqual({ code: 0, output: "scored" });
    expect(seen.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([["/api/v1/predict", instance]]);
    const starts = await kubectl.starts();
    expect(starts.map(({ args }) => args[0])).toEqual(["--context=d'Arc $x"]);
    expect(starts.filter(({ pid }) => isAlive(pid))).toEqual([]);
  });

  it("fails where curl does, and closes the port", async () => {
    const { url } = await front(undefined, () => Promise.reject(new Error("no answer")));
    const kubectl = await fakeKubectl({ ports: [Number(new URL(url).port)] });
    const env = { PATH: `${kubectl.folder}:${process.env["PATH"]}` };
    const { code } = await runLine(shell, line, env);
    expect(code).not.toBe(0);
    expect((await kubectl.starts()).filter(({ pid }) => isAlive(pid))).toEqual([]);
  });

  it("fails where kubectl does", async () => {
    const PATH = await pathWith("kubectl", "exit 1");
    expect((await runLine(shell, line, { PATH })).code).not.toBe(0);
  });

  it("gets the cluster's credentials into a folder of its own, which is gone afterwards", async () => {
    const { url } = await front(undefined, () => ({ status: 200, body: "scored" }));
    const kubectl = await fakeKubectl({ ports: [Number(new URL(url).port)] });
    const PATH = `${kubectl.folder}:${await pathWith("aws", 'echo "Added $*"; echo "{}" > "$KUBECONFIG"')}`;
    const credentials = ["aws", "eks", "update-kubeconfig", "--name", "d'Arc"];
    const ended = await runLine(
      shell,
      curlLine("http://churn.ml.svc/api/v1/predict", { ...auth, credentials }, instance),
      { PATH },
    );
    expect(ended).toEqual({ code: 0, output: "scored" });
    const [{ pid, kubeconfig = "" } = expect.fail("no kubectl")] = await kubectl.starts();
    expect(isAlive(pid)).toBe(false);
    expect(kubeconfig).toMatch(/^\/.+\/config$/);
    expect(existsSync(dirname(kubeconfig))).toBe(false);
  });

  it("starts no kubectl without the cluster's credentials", async () => {
    const kubectl = await fakeKubectl({ ports: [1] });
    const PATH = `${kubectl.folder}:${await pathWith("aws", "exit 253")}`;
    const { code } = await runLine(
      shell,
      curlLine("http://churn.ml.svc/", { ...auth, credentials: ["aws", "eks", "update-kubeconfig"] }, instance),
      { PATH },
    );
    expect(code).toBe(253);
    expect(await kubectl.starts()).toEqual([]);
  });
});
