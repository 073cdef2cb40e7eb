import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asTable } from "../src/report.mjs";
import { createMachine, FAILS } from "./fixture.mjs";

const SECRET = "s3cr3t";

async function rowsOf(task, { files = {}, env = {} } = {}) {
  const machine = await createMachine();
  for (const [path, text] of Object.entries(files)) machine.write(join(machine.home, path), text);
  const inHome = Object.entries(env).map(([name, value]) => [name, value.replace("$HOME", machine.home)]);
  const rows = await machine.rows(task, { env: Object.fromEntries(inHome) });
  expect(rows.join("\n")).not.toContain(SECRET);
  return rows;
}

const ssoToken = (key, expiresAt) => ({
  [`.aws/sso/cache/${createHash("sha1").update(key).digest("hex")}.json`]: { accessToken: SECRET, expiresAt },
});
const SSO =
  "[profile s3cr3t]\nsso_session = s3cr3t-session\nregion = eu-central-1\n[sso-session s3cr3t-session]\nsso_start_url = https://s3cr3t\n";
const LEGACY_SSO = "[profile s3cr3t]\nsso_start_url = https://s3cr3t\n";
const NONE = "missing credentials: none in the environment, and no default profile";

describe("AWS credentials", () => {
  it.each([
    ["none", {}, [NONE, "  $ aws configure"]],
    [
      "keys in the environment",
      { env: { AWS_ACCESS_KEY_ID: SECRET, AWS_SECRET_ACCESS_KEY: SECRET } },
      ["ok credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set"],
    ],
    [
      "half of the keys",
      { env: { AWS_SECRET_ACCESS_KEY: SECRET } },
      [
        "missing credentials: AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not",
        "  $ unset AWS_SECRET_ACCESS_KEY",
      ],
    ],
    [
      "a web identity",
      { env: { AWS_WEB_IDENTITY_TOKEN_FILE: SECRET, AWS_ROLE_ARN: SECRET } },
      ["ok credentials: AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are set"],
    ],
    [
      "a container's role",
      { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: SECRET } },
      ["ok credentials: from the container that this runs in"],
    ],
    [
      "a default profile",
      { files: { ".aws/credentials": `[default]\naws_access_key_id=${SECRET}\naws_secret_access_key = ${SECRET}\n` } },
      ["ok credentials: the default profile: access key"],
    ],
    [
      "a profile that is only named",
      { env: { AWS_PROFILE: SECRET } },
      [
        "missing credentials: the profile that AWS_PROFILE names is neither in the config nor in the credentials file",
        "  $ aws configure",
      ],
    ],
    [
      "a profile without credentials",
      { env: { AWS_DEFAULT_PROFILE: SECRET }, files: { ".aws/config": `[profile ${SECRET}]\noutput = json\n` } },
      ["missing credentials: the profile that AWS_DEFAULT_PROFILE names has no credentials", "  $ aws configure"],
    ],
    [
      "a role, in files of other places",
      { env: { AWS_CONFIG_FILE: "$HOME/elsewhere" }, files: { elsewhere: `[default]\nrole_arn = ${SECRET}\n` } },
      ["ok credentials: the default profile: a role to assume"],
    ],
    [
      "single sign-on",
      {
        env: { AWS_PROFILE: SECRET },
        files: { ".aws/config": SSO, ...ssoToken("s3cr3t-session", "2999-01-01T00:00:00Z") },
      },
      ["ok credentials: the profile that AWS_PROFILE names: IAM Identity Center, signed in"],
    ],
    [
      "single sign-on of the old kind",
      {
        env: { AWS_PROFILE: SECRET },
        files: { ".aws/config": LEGACY_SSO, ...ssoToken("https://s3cr3t", "2999-01-01T00:00:00Z") },
      },
      ["ok credentials: the profile that AWS_PROFILE names: IAM Identity Center, signed in"],
    ],
    [
      "single sign-on that has expired",
      {
        env: { AWS_PROFILE: SECRET },
        files: { ".aws/config": SSO, ...ssoToken("s3cr3t-session", "2020-01-01T00:00:00Z") },
      },
      [
        "missing credentials: the profile that AWS_PROFILE names: IAM Identity Center, not signed in",
        "  $ aws sso login",
      ],
    ],
  ])("%s", async (_what, given, expected) => {
    expect((await rowsOf("aws", given)).slice(0, expected.length)).toEqual(expected);
  });

  it.each([
    [{ env: { AWS_REGION: "eu-west-3" } }, "ok region: eu-west-3 (AWS_REGION)"],
    [{ env: { AWS_DEFAULT_REGION: "us-gov-west-1" } }, "ok region: us-gov-west-1 (AWS_DEFAULT_REGION)"],
    [{ env: { AWS_REGION: SECRET } }, "note region: AWS_REGION is not a region"],
    [
      { files: { ".aws/config": SSO }, env: { AWS_PROFILE: SECRET } },
      "ok region: eu-central-1 (the profile that AWS_PROFILE names)",
    ],
    [{}, "note region: none, unless a stack sets aws:region"],
  ])("the region of %j", async (given, expected) => {
    expect(await rowsOf("aws", given)).toContain(expected);
  });
});

describe("Google Cloud credentials", () => {
  const LOGIN = "gcloud auth application-default login";
  const key = { type: "service_account", private_key: SECRET, client_email: SECRET, project_id: SECRET };
  const ADC = ".config/gcloud/application_default_credentials.json";

  it.each([
    ["none", {}, ["missing credentials: no application default credentials", `  $ ${LOGIN}`]],
    ["a variable", { env: { GOOGLE_CREDENTIALS: SECRET } }, ["ok credentials: GOOGLE_CREDENTIALS is set"]],
    [
      "a key file",
      { files: { key }, env: { GOOGLE_APPLICATION_CREDENTIALS: "$HOME/key" } },
      ["ok credentials: a service account's key (GOOGLE_APPLICATION_CREDENTIALS)"],
    ],
    [
      "a key file that is none",
      { files: { key: SECRET }, env: { GOOGLE_APPLICATION_CREDENTIALS: "$HOME/key" } },
      [
        "missing credentials: GOOGLE_APPLICATION_CREDENTIALS does not name a file with credentials",
        "  $ unset GOOGLE_APPLICATION_CREDENTIALS",
      ],
    ],
    [
      "a key file that is not there, before credentials that are",
      { files: { [ADC]: { type: "authorized_user" } }, env: { GOOGLE_APPLICATION_CREDENTIALS: "$HOME/s3cr3t" } },
      [
        "missing credentials: GOOGLE_APPLICATION_CREDENTIALS does not name a file with credentials",
        "  $ unset GOOGLE_APPLICATION_CREDENTIALS",
      ],
    ],
    [
      "application default credentials",
      { files: { [ADC]: { type: "external_account", audience: SECRET } } },
      ["ok credentials: workload identity federation (application default credentials)"],
    ],
    [
      "in a folder of their own",
      {
        files: { "g/application_default_credentials.json": { type: "authorized_user", refresh_token: SECRET } },
        env: { CLOUDSDK_CONFIG: "$HOME/g" },
      },
      ["ok credentials: a user's (application default credentials)"],
    ],
  ])("%s", async (_what, given, expected) => {
    expect((await rowsOf("google-cloud", given)).slice(0, expected.length)).toEqual(expected);
  });

  it.each([
    [{ env: { GOOGLE_CLOUD_PROJECT: SECRET } }, "ok project: set (GOOGLE_CLOUD_PROJECT)"],
    [
      {
        files: {
          ".config/gcloud/active_config": "work\n",
          ".config/gcloud/configurations/config_work": `[core]\nproject = ${SECRET}\n`,
        },
      },
      "ok project: set (gcloud's configuration)",
    ],
    [{}, "note project: none, unless a stack sets gcp:project"],
  ])("the project of %j", async (given, expected) => {
    expect(await rowsOf("google-cloud", given)).toContain(expected);
  });
});

describe("Kubernetes", () => {
  const config = "users: [{token: s3cr3t}]\ncurrent-context: s3cr3t\n";

  it.each([
    ["no file", {}, ["missing cluster: no kubeconfig (~/.kube/config)", "  $ export KUBECONFIG=<file>"]],
    ["a file", { files: { ".kube/config": config } }, ["ok cluster: a current context is set (~/.kube/config)"]],
    [
      "files of KUBECONFIG, of which one chooses",
      { files: { one: 'current-context: ""\n', two: config }, env: { KUBECONFIG: "$HOME/one:/nowhere" } },
      [
        "missing cluster: a kubeconfig, but no current context in it (KUBECONFIG)",
        "  $ kubectl config use-context <name>",
      ],
    ],
    [
      "the second file of KUBECONFIG",
      { files: { two: config }, env: { KUBECONFIG: "/nowhere:$HOME/two" } },
      ["ok cluster: a current context is set (KUBECONFIG)"],
    ],
  ])("%s", async (_what, given, expected) => {
    // Between the row of kubectl and the two of the provider.
    expect((await rowsOf("kubernetes", given)).slice(1, -2)).toEqual(expected);
  });

  it("asks the cluster only where it is told to", async () => {
    const machine = await createMachine();
    const calls = join(machine.folder, "calls");
    machine.program("kubectl", `#!/bin/sh\necho "$1" >> ${calls}\necho v1.32.4\n`);
    expect((await machine.rows("kubernetes")).join("\n")).not.toContain("API server");
    expect(await machine.rows("kubernetes", { online: true })).toContain("ok its API server: responds and is ready");
    machine.program("kubectl", FAILS);
    expect((await machine.rows("kubernetes", { online: true })).slice(-2)).toEqual([
      "missing its API server: does not respond, or rejects the request; run it to see why",
      "  $ kubectl cluster-info",
    ]);
  });
});

it("prints nothing of what programs, variables and files hold", async () => {
  const machine = await createMachine();
  for (const name of ["node", "npm", "pulumi", "go", "python3", "podman", "docker", "kubectl", "chromium"])
    machine.program(name, `#!/bin/sh\necho "${SECRET} 1.2.3${SECRET}"\necho ${SECRET} >&2\nexit 1\n`);
  const env = Object.fromEntries(
    [
      "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE AWS_REGION GOOGLE_CREDENTIALS GOOGLE_PROJECT",
      "GOOGLE_APPLICATION_CREDENTIALS KUBECONFIG PULUMI_ACCESS_TOKEN PULUMI_BACKEND_URL PULUMI_CONFIG_PASSPHRASE DOCKER_HOST",
      "CHROMIUM_PATH NPM_TOKEN",
    ]
      .join(" ")
      .split(" ")
      .map((name) => [name, SECRET]),
  );
  const report = await machine.examine({ env });
  expect(asTable(report)).not.toContain(SECRET);
  expect(JSON.stringify(report)).not.toContain(SECRET);
});
