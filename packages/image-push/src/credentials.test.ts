import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { registryCredentials } from "./credentials.ts";

const GOOGLE = "us-central1-docker.pkg.dev";
const ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "modelport-credentials-"));
  for (const name of Object.keys(process.env))
    if (/^(AWS|GOOGLE|CLOUDSDK|REGISTRY|XDG|DOCKER)_/.test(name)) vi.stubEnv(name, undefined);
  vi.stubEnv("HOME", folder);
  // Google's library would ask the address at which a machine of Google's tells who it is, AWS's the same.
  vi.stubEnv("METADATA_SERVER_DETECTION", "none");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function write(name: string, content: unknown): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** Credentials of a workload elsewhere, for which Google's token service, here the test's, gives an access token. */
async function workloadIdentity(): Promise<unknown> {
  const url = await listen((request, response) => {
    response.setHeader("content-type", "application/json");
    request.resume().on("end", () => {
      response.end(
        JSON.stringify({
          access_token: "of the workload",
          token_type: "Bearer",
          expires_in: 3600,
          issued_token_type: "t",
        }),
      );
    });
  });
  return {
    type: "external_account",
    audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/tests",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: `${url}/token`,
    credential_source: { file: await write("subject-token", "signed by somebody") },
  };
}

const ofTheWorkload = { username: "oauth2accesstoken", password: "of the workload" };

test("a registry of neither cloud gets what docker keeps, or nothing", async () => {
  expect(await registryCredentials("registry.example.com")).toBeUndefined();
  expect(await registryCredentials("pkg.dev.example.com")).toBeUndefined();
  vi.stubEnv("DOCKER_CONFIG", folder);
  const auth = Buffer.from("ann:secret").toString("base64");
  await write("config.json", { auths: { "registry.example.com": { auth }, [GOOGLE]: { auth } } });
  const ann = { username: "ann", password: "secret" };
  expect(await registryCredentials("registry.example.com")).toEqual(ann);
  expect(await registryCredentials(GOOGLE)).toEqual(ann);
});

test("Google's registries get an access token of application default credentials", async () => {
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", await write("adc.json", await workloadIdentity()));
  expect(await registryCredentials(GOOGLE)).toEqual(ofTheWorkload);
  expect(await registryCredentials("gcr.io")).toEqual(ofTheWorkload);
});

test("the variables of Pulumi's provider come before them", async () => {
  const identity = await workloadIdentity();
  vi.stubEnv("GOOGLE_CREDENTIALS", JSON.stringify(identity));
  expect(await registryCredentials(GOOGLE)).toEqual(ofTheWorkload);
  vi.stubEnv("GOOGLE_CREDENTIALS", await write("key.json", identity));
  expect(await registryCredentials(GOOGLE)).toEqual(ofTheWorkload);
  vi.stubEnv("GOOGLE_OAUTH_ACCESS_TOKEN", "given");
  expect(await registryCredentials(GOOGLE)).toEqual({ username: "oauth2accesstoken", password: "given" });
});

test("no account at Google: one sentence with what to run, and with the helper that is missing", async () => {
  vi.stubEnv("DOCKER_CONFIG", folder);
  vi.stubEnv("PATH", folder);
  await write("config.json", { credHelpers: { [GOOGLE]: "gcloud" } });
  await expect(registryCredentials(GOOGLE)).rejects.toThrow(
    `${GOOGLE} asks for credentials, and there are none (Could not load the default credentials. Browse to https://cloud.google.com/docs/authentication/getting-started for more information; docker-credential-gcloud, which docker's configuration names, is not on the PATH): ` +
      `run \`gcloud auth application-default login\`, which Pulumi needs too, or \`gcloud auth configure-docker ${GOOGLE}\`.`,
  );
});

test("a store that is not installed here, as another machine's configuration names it, keeps nobody from the account", async () => {
  vi.stubEnv("DOCKER_CONFIG", folder);
  vi.stubEnv("PATH", folder);
  await write("config.json", { credsStore: "desktop.exe" });
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", await write("adc.json", await workloadIdentity()));
  expect(await registryCredentials(GOOGLE)).toEqual(ofTheWorkload);
  const notes: string[] = [];
  expect(await registryCredentials("registry.example.com", (line) => notes.push(line))).toBeUndefined();
  expect(notes).toEqual(["docker-credential-desktop.exe, which docker's configuration names, is not on the PATH"]);
});

test("AWS's registries get a password of the account that the SDK finds", async () => {
  const asked: unknown[] = [];
  const endpoint = await listen((request, response) => {
    asked.push([
      request.headers["x-amz-target"],
      /Credential=(\w+)\/\d+\/([\w-]+)\/ecr/.exec(request.headers.authorization ?? "")?.slice(1),
    ]);
    const authorizationToken = Buffer.from("AWS:pass:word").toString("base64");
    response.setHeader("content-type", "application/x-amz-json-1.1");
    request.resume().on("end", () => response.end(JSON.stringify({ authorizationData: [{ authorizationToken }] })));
  });
  vi.stubEnv("AWS_ENDPOINT_URL_ECR", endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDTESTS");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "of the tests");
  expect(await registryCredentials(ECR)).toEqual({ username: "AWS", password: "pass:word" });
  expect(asked).toEqual([["AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", ["AKIDTESTS", "eu-west-1"]]]);
});

test("no account at AWS: one sentence with what to run", async () => {
  await expect(registryCredentials(ECR)).rejects.toThrow(
    `${ECR} asks for credentials, and there are none (Could not load credentials from any providers): ` +
      "give AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run " +
      `\`aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin ${ECR}\`.`,
  );
});
