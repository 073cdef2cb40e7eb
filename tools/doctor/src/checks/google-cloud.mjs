// Whether Google Cloud credentials and a project are there. Only where they are is ever printed.
import { join } from "node:path";
import { findExecutable } from "../../../pulumi/src/from-path.mjs";
import { capture } from "../../../launch/run.mjs";
import { readIni, readJson, readText } from "../files.mjs";
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

// What must be on before a first `up` can switch on the others; a service account cannot do without.
async function enabledApis({ env, online, timeoutSeconds }) {
  const name = "APIs";
  const mend = `gcloud services enable ${FIRST_APIS.join(" ")}`;
  if (!online) return [{ name, status: "note", value: `${FIRST_APIS.join(" and ")} must be on; --online asks`, mend }];
  if (!findExecutable("gcloud", env))
    return [{ name, status: "note", value: "not asked: gcloud is not on PATH", mend }];
  // Pulumi deploys into the project that a variable names, gcloud asks about its own.
  const named = PROJECT_VARIABLES.map((variable) => env[variable]).find(Boolean);
  const ofProject = named === undefined ? [] : [`--project=${named}`];
  const args = ["services", "list", "--enabled", "--format=value(config.name)", ...ofProject];
  const limit = Math.max(timeoutSeconds, ONLINE_TIMEOUT_SECONDS);
  const { code, stdout, timedOut } = await capture("gcloud", args, { env, timeoutSeconds: limit, ownGroup: true });
  if (timedOut || code !== 0) return [{ name, status: "note", value: "Google did not say", mend }];
  const enabled = stdout.split(/\s+/);
  const off = FIRST_APIS.filter((api) => !enabled.includes(api));
  if (off.length === 0) return [{ name, status: "ok", value: "those that a first deployment needs are on" }];
  return [
    { name, status: "missing", value: `${off.join(" and ")} not on`, mend: `gcloud services enable ${off.join(" ")}` },
  ];
}

function credentials({ env, mending }, folder) {
  const name = "credentials";
  const mend = findExecutable("gcloud", env) ? LOGIN : mending("gcloud", LOGIN);
  const variable = CREDENTIAL_VARIABLES.find((each) => env[each]);
  if (variable) return { name, status: "ok", value: `${variable} is set` };
  const standard = KINDS[readJson(join(folder, "application_default_credentials.json"))?.type];
  const path = env.GOOGLE_APPLICATION_CREDENTIALS;
  if (path) {
    const kind = KINDS[readJson(path)?.type];
    if (kind) return { name, status: "ok", value: `${kind} (GOOGLE_APPLICATION_CREDENTIALS)` };
    const value = "GOOGLE_APPLICATION_CREDENTIALS names no file with credentials";
    const unset = "unset GOOGLE_APPLICATION_CREDENTIALS";
    return { name, status: "missing", value, mend: standard ? unset : `${unset} && ${mend}` };
  }
  if (standard) return { name, status: "ok", value: `${standard} (application default credentials)` };
  return { name, status: "missing", value: "no application default credentials", mend };
}

function project({ env }, folder) {
  const name = "project";
  const variable = PROJECT_VARIABLES.find((each) => env[each]);
  if (variable) return { name, status: "ok", value: `set (${variable})` };
  const active = env.CLOUDSDK_ACTIVE_CONFIG_NAME || readText(join(folder, "active_config"))?.trim() || "default";
  const configuration = readIni(join(folder, "configurations", `config_${active}`));
  if (configuration.get("core")?.get("project")) return { name, status: "ok", value: "set (gcloud's configuration)" };
  const mend = "export GOOGLE_CLOUD_PROJECT=<project>";
  return { name, status: "note", value: "none, unless a stack sets gcp:project", mend };
}
