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
    `${GOOGLE} requires credentials, but there are none (Could not load the default credentials. Browse to https://cloud.google.com/docs/authentication/getting-started for more information; docker-credential-gcloud, which docker's configuration names, is not on the PATH): ` +
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

/** ECR's API, behind AWS_ENDPOINT_URL_ECR; the key and the region of each request that came. */
async function ecrApi(): Promise<readonly unknown[]> {
  const asked: unknown[] = [];
  const endpoint = await listen((request, response) => {
    asked.push([
      request.headers["x-amz-target"],
      ...(/Credential=(\w+)\/\d+\/([\w-]+)\/ecr/.exec(request.headers.authorization ?? "")?.slice(1) ?? []),
    ]);
    const authorizationToken = Buffer.from("AWS:pass:word").toString("base64");
    response.setHeader("content-type", "application/x-amz-json-1.1");
    request.resume().on("end", () => response.end(JSON.stringify({ authorizationData: [{ authorizationToken }] })));
  });
  vi.stubEnv("AWS_ENDPOINT_URL_ECR", endpoint);
  return asked;
}

const ASKED = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";
const fromAws = { username: "AWS", password: "pass:word" };

function stubKeys(): void {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDTESTS");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "of the tests");
}

async function stubProfiles(): Promise<void> {
  const profile = (name: string) =>
    `[${name}]\naws_access_key_id = AKID${name.toUpperCase()}\naws_secret_access_key = s\n`;
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", await write("credentials", profile("default") + profile("team")));
  vi.stubEnv("AWS_CONFIG_FILE", await write("config", ""));
}

/** The stack's settings, with the environment of the test. */
const stack = (settings: Readonly<Record<string, string>>) => ({
  settings: (key: string) => settings[key],
  env: process.env,
});

async function logInToDocker(registry: string): Promise<void> {
  vi.stubEnv("DOCKER_CONFIG", folder);
  const auth = Buffer.from("AWS:of yesterday").toString("base64");
  await write("config.json", { auths: { [registry]: { auth } } });
}

test("AWS's registries get a password of the account that the SDK finds", async () => {
  const asked = await ecrApi();
  stubKeys();
  expect(await registryCredentials(ECR)).toEqual(fromAws);
  expect(asked).toEqual([[ASKED, "AKIDTESTS", "eu-west-1"]]);
});

test("a docker login of yesterday does not beat the account that deploys", async () => {
  await ecrApi();
  stubKeys();
  await logInToDocker(ECR);
  expect(await registryCredentials(ECR)).toEqual(fromAws);
  vi.stubEnv("GOOGLE_OAUTH_ACCESS_TOKEN", "given");
  await logInToDocker(GOOGLE);
  expect(await registryCredentials(GOOGLE)).toEqual({ username: "oauth2accesstoken", password: "given" });
});

test("it stands in where there is no such account, with a sentence", async () => {
  await logInToDocker(ECR);
  const notes: string[] = [];
  const found = await registryCredentials(ECR, (line) => notes.push(line));
  expect(found).toEqual({ username: "AWS", password: "of yesterday" });
  expect(notes).toEqual([
    `The account that deploys has no access to ${ECR} (Could not load credentials from any providers): using docker's login`,
  ]);
});

test.each([
  ["keys of the environment before AWS_PROFILE", {}, { AWS_PROFILE: "team" }, true, "AKIDTESTS"],
  ["AWS_PROFILE", {}, { AWS_PROFILE: "team" }, false, "AKIDTEAM"],
  ["aws:profile before the environment's keys", { "aws:profile": "team" }, {}, true, "AKIDTEAM"],
  [
    "aws:accessKey before all",
    { "aws:accessKey": "AKIDSTACK", "aws:secretKey": "s", "aws:profile": "team" },
    {},
    true,
    "AKIDSTACK",
  ],
])("the account is the provider's: %s", async (_what, settings, variables, hasKeys, key) => {
  const asked = await ecrApi();
  await stubProfiles();
  if (hasKeys) stubKeys();
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  expect(await registryCredentials(ECR, undefined, stack(settings))).toEqual(fromAws);
  expect(asked).toEqual([[ASKED, key, "eu-west-1"]]);
});

test("for an account that the stack names no other stands in", async () => {
  await stubProfiles();
  stubKeys();
  await logInToDocker(ECR);
  await expect(registryCredentials(ECR, undefined, stack({ "aws:profile": "gone" }))).rejects.toThrow(
    `${ECR} requires credentials, but there are none (Could not load credentials from any providers): log in to the profile gone (aws:profile), or name another one there.`,
  );
});

test.each([
  [
    ECR,
    "aws:assumeRoles",
    "write the role into a profile of ~/.aws/config (role_arn, source_profile) and name that as aws:profile",
  ],
  [GOOGLE, "gcp:externalCredentials", "give the federation's configuration as gcp:credentials"],
])("at %s, %s is refused, as the push would go with another account", async (registry, key, remedy) => {
  await logInToDocker(registry);
  await expect(registryCredentials(registry, undefined, stack({ [key]: "[]" }))).rejects.toThrow(
    `${key} is read by Pulumi's provider only, so that the image would be pushed with another account: ${remedy}, which both read, and remove ${key} from the stack's settings.`,
  );
});

test("gcp:credentials and gcp:accessToken come before the environment's", async () => {
  vi.stubEnv("GOOGLE_OAUTH_ACCESS_TOKEN", "of the environment");
  const identity = JSON.stringify(await workloadIdentity());
  const ask = (settings: Readonly<Record<string, string>>) => registryCredentials(GOOGLE, undefined, stack(settings));
  expect(await ask({ "gcp:credentials": identity })).toEqual(ofTheWorkload);
  expect(await ask({ "gcp:credentials": await write("key.json", identity) })).toEqual(ofTheWorkload);
  expect(await ask({ "gcp:accessToken": "of the stack" })).toMatchObject({ password: "of the stack" });
});

test("a service account is impersonated where the provider does, through the proxy of the environment", async () => {
  const tunnels: string[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, socket) => {
    tunnels.push(request.url ?? "");
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void proxy.close());
  vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  vi.stubEnv("GOOGLE_OAUTH_ACCESS_TOKEN", "mine");
  const settings = { "gcp:impersonateServiceAccount": "ci@p.iam.gserviceaccount.com" };
  await expect(registryCredentials(GOOGLE, undefined, stack(settings))).rejects.toThrow(/requires credentials/);
  vi.stubEnv("GOOGLE_IMPERSONATE_SERVICE_ACCOUNT", "ci@p.iam.gserviceaccount.com");
  await expect(registryCredentials(GOOGLE)).rejects.toThrow(/requires credentials/);
  expect(new Set(tunnels)).toEqual(new Set(["iamcredentials.googleapis.com:443"]));
});

test.each(["GOOGLE_CREDENTIALS", "GOOGLE_CLOUD_KEYFILE_JSON", "GCLOUD_KEYFILE_JSON"])(
  "what is wrong with %s is said without a word of it",
  async (name) => {
    vi.stubEnv(name, '{"private_key": "SECRET');
    const refused = registryCredentials(GOOGLE);
    await expect(refused).rejects.toThrow(
      `${GOOGLE} requires credentials, but there are none (${name} is neither the JSON of credentials nor the path of such a file): give one of them as ${name}, or leave it out to use \`gcloud auth application-default login\`.`,
    );
    await expect(refused).rejects.not.toThrow(/SECRET/);
  },
);

test("no account at AWS: one sentence with what to run", async () => {
  await expect(registryCredentials(ECR)).rejects.toThrow(
    `${ECR} requires credentials, but there are none (Could not load credentials from any providers): ` +
      "give AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run " +
      `\`aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin ${ECR}\`.`,
  );
});
