// Whether there are Google Cloud credentials and a project. Prints only where they come from.
import { join } from "node:path";
import { findExecutable } from "../../../pulumi/src/from-path.mjs";
import { capture } from "../../../launch/run.mjs";
import { readIni, readJson, readText } from "../files.mjs";
import { installPage } from "../install-pages.mjs";
import { checkProvider } from "./provider.mjs";

const FIRST_APIS = ["cloudresourcemanager.googleapis.com", "serviceusage.googleapis.com"];
const ONLINE_TIMEOUT_SECONDS = 10;
const LOGIN = "gcloud auth application-default login";
const CREDENTIAL_VARIABLES = [
  "GOOGLE_CREDENTIALS",
  "GOOGLE_CLOUD_KEYFILE_JSON",
  "GCLOUD_KEYFILE_JSON",
  "GOOGLE_OAUTH_ACCESS_TOKEN",
];
const PROJECT_VARIABLES = ["GOOGLE_PROJECT", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT"];
const KINDS = {
  authorized_user: "a user's",
  service_account: "a service account's key",
  external_account: "workload identity federation",
  impersonated_service_account: "an impersonated service account",
};

export async function checkGoogleCloud(context) {
  const folder = context.env.CLOUDSDK_CONFIG || join(context.home, ".config", "gcloud");
  const apis = await enabledApis(context);
  return [credentials(context, folder), project(context, folder), ...(await checkProvider(context, "gcp")), ...apis];
}

// APIs that must be enabled before a first `up` can enable the others; a service account needs them.
async function enabledApis({ env, online, timeoutSeconds }) {
  const name = "APIs";
  const fix = `gcloud services enable ${FIRST_APIS.join(" ")}`;
  if (!online)
    return [{ name, status: "note", value: `${FIRST_APIS.join(" and ")} must be enabled; --online checks`, fix }];
  if (!findExecutable("gcloud", env))
    return [{ name, status: "note", value: "not checked: gcloud is not on PATH", fix }];
  // Pulumi deploys into the project that a variable names; gcloud would query its own.
  const named = PROJECT_VARIABLES.map((variable) => env[variable]).find(Boolean);
  const ofProject = named === undefined ? [] : [`--project=${named}`];
  const args = ["services", "list", "--enabled", "--format=value(config.name)", ...ofProject];
  const limit = Math.max(timeoutSeconds, ONLINE_TIMEOUT_SECONDS);
  const { code, stdout, timedOut } = await capture("gcloud", args, { env, timeoutSeconds: limit, ownGroup: true });
  if (timedOut || code !== 0) return [{ name, status: "note", value: "Google Cloud did not answer", fix }];
  const enabled = stdout.split(/\s+/);
  const off = FIRST_APIS.filter((api) => !enabled.includes(api));
  if (off.length === 0) return [{ name, status: "ok", value: "the APIs that a first deployment needs are enabled" }];
  return [
    {
      name,
      status: "missing",
      value: `${off.join(" and ")} not enabled`,
      fix: `gcloud services enable ${off.join(" ")}`,
    },
  ];
}

function credentials({ env }, folder) {
  const name = "credentials";
  const fix = findExecutable("gcloud", env) ? LOGIN : installPage("gcloud");
  const variable = CREDENTIAL_VARIABLES.find((each) => env[each]);
  if (variable) return { name, status: "ok", value: `${variable} is set` };
  const standard = KINDS[readJson(join(folder, "application_default_credentials.json"))?.type];
  const path = env.GOOGLE_APPLICATION_CREDENTIALS;
  if (path) {
    const kind = KINDS[readJson(path)?.type];
    if (kind) return { name, status: "ok", value: `${kind} (GOOGLE_APPLICATION_CREDENTIALS)` };
    const value = "GOOGLE_APPLICATION_CREDENTIALS does not name a file with credentials";
    const unset = "unset GOOGLE_APPLICATION_CREDENTIALS";
    return { name, status: "missing", value, fix: unset };
  }
  if (standard) return { name, status: "ok", value: `${standard} (application default credentials)` };
  return { name, status: "missing", value: "no application default credentials", fix };
}

function project({ env }, folder) {
  const name = "project";
  const variable = PROJECT_VARIABLES.find((each) => env[each]);
  if (variable) return { name, status: "ok", value: `set (${variable})` };
  const active = env.CLOUDSDK_ACTIVE_CONFIG_NAME || readText(join(folder, "active_config"))?.trim() || "default";
  const configuration = readIni(join(folder, "configurations", `config_${active}`));
  if (configuration.get("core")?.get("project")) return { name, status: "ok", value: "set (gcloud's configuration)" };
  const fix = "export GOOGLE_CLOUD_PROJECT=<project>";
  return { name, status: "note", value: "none, unless a stack sets gcp:project", fix };
}
