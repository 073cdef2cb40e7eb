// Whether there are AWS credentials and a region. Prints only where they come from.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { findExecutable } from "../../../pulumi/src/from-path.mjs";
import { capture } from "../../../launch/run.mjs";
import { readIni, readJson } from "../files.mjs";
import { installPage } from "../install-pages.mjs";
import { checkProvider } from "./provider.mjs";

/** AWS keeps this many for functions that reserve none. */
const LEAST_UNRESERVED = 100;
const KEYS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

export async function checkAws(context) {
  const profile = readProfile(context);
  const concurrency = await functionConcurrency(context);
  return [
    credentials(context, profile),
    region(context, profile),
    ...(await checkProvider(context, "aws")),
    ...concurrency,
  ];
}

// A new account may run 10 functions at a time, and none of them can be reserved or kept warm.
async function functionConcurrency({ env, online, timeoutSeconds }) {
  const name = "function limit";
  if (!online || !findExecutable("aws", env)) return [];
  const query = "AccountLimit.[ConcurrentExecutions,UnreservedConcurrentExecutions]";
  const args = ["lambda", "get-account-settings", "--query", query, "--output", "text"];
  const { code, stdout, timedOut } = await capture("aws", args, { env, timeoutSeconds, ownGroup: true });
  const [all, free] = stdout.trim().split(/\s+/).map(Number);
  const see = "aws lambda get-account-settings";
  if (timedOut || code !== 0 || !(free >= 0)) return [{ name, status: "note", value: "AWS did not answer", fix: see }];
  const value = `${all} instances at a time, ${free} of them not reserved`;
  if (free > LEAST_UNRESERVED) return [{ name, status: "ok", value }];
  const fix = "see https://console.aws.amazon.com/servicequotas/home/services/lambda/quotas";
  return [
    {
      name,
      status: "note",
      value: `${value}: modelport:reservedConcurrency and provisionedConcurrency need more than ${LEAST_UNRESERVED}; limit requests with modelport:endpoint http-api and its throttle`,
      fix,
    },
  ];
}

function readProfile({ env, home }) {
  const variable = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].find((each) => env[each]);
  const named = env[variable];
  const name = named || "default";
  const credentialsPath = env.AWS_SHARED_CREDENTIALS_FILE || join(home, ".aws", "credentials");
  const configPath = env.AWS_CONFIG_FILE || join(home, ".aws", "config");
  const config = readIni(configPath);
  const keys = readIni(credentialsPath).get(name);
  const settings = config.get(`profile ${name}`) ?? (named && name !== "default" ? undefined : config.get("default"));
  const which = named ? `the profile that ${variable} names` : "the default profile";
  return { which, named, keys, settings, config, all: new Map([...(settings ?? []), ...(keys ?? [])]) };
}

function credentials(context, profile) {
  const name = "credentials";
  const { env } = context;
  const ok = (value) => ({ name, status: "ok", value });
  const withCli = (command) => (findExecutable("aws", env) ? command : installPage("aws"));
  const configure = withCli("aws configure");
  const [id, secret] = KEYS.map((key) => env[key]);
  if (id && secret) return ok("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set");
  if (id || secret) {
    const [set, unset] = id ? KEYS : [KEYS[1], KEYS[0]];
    const fix = `unset ${set}`;
    return { name, status: "missing", value: `${set} is set, but ${unset} is not`, fix };
  }
  if (profile.all.size > 0) return ofProfile(profile, context, withCli) ?? noCredentials(name, profile, configure);
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE && env.AWS_ROLE_ARN)
    return ok("AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are set");
  if (env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI) {
    return ok("from the container that this runs in");
  }
  return noCredentials(name, profile, configure);
}

function ofProfile({ which, all, config }, { home }, withCli) {
  const name = "credentials";
  const ok = (how) => ({ name, status: "ok", value: `${which}: ${how}` });
  if (all.has("aws_access_key_id") && all.has("aws_secret_access_key")) return ok("access key");
  if (all.has("sso_session") || all.has("sso_start_url")) {
    if (isSignedIn(all, config, home)) return ok("IAM Identity Center, signed in");
    return {
      name,
      status: "missing",
      value: `${which}: IAM Identity Center, not signed in`,
      fix: withCli("aws sso login"),
    };
  }
  if (all.has("credential_process")) return ok("a credential process");
  if (all.has("role_arn")) return ok("a role to assume");
  if (all.has("login_session")) return ok("a console sign-in");
  return undefined;
}

// The CLI keeps a token in a file named after the session, or after the start page of a profile without one.
function isSignedIn(profile, config, home) {
  const session = profile.get("sso_session");
  const startUrl = config.get(`sso-session ${session}`)?.get("sso_start_url") ?? profile.get("sso_start_url");
  return [session, startUrl].filter(Boolean).some((key) => {
    const file = `${createHash("sha1").update(key).digest("hex")}.json`;
    const { expiresAt } = readJson(join(home, ".aws", "sso", "cache", file)) ?? {};
    return Date.parse(expiresAt) > Date.now();
  });
}

function noCredentials(name, { which, named, settings, keys }, fix) {
  if (named && !settings && !keys) {
    const value = `${which} is neither in the config nor in the credentials file`;
    return { name, status: "missing", value, fix };
  }
  const value = settings || keys ? `${which} has no credentials` : "none in the environment, and no default profile";
  return { name, status: "missing", value, fix };
}

function region({ env }, { which, all }) {
  const name = "region";
  const variable = ["AWS_REGION", "AWS_DEFAULT_REGION"].find((each) => env[each]);
  const value = variable ? env[variable] : all.get("region");
  const source = variable ?? which;
  if (REGION.test(value ?? "")) return { name, status: "ok", value: `${value} (${source})` };
  const fix = "export AWS_REGION=eu-west-1";
  // A stack's own aws:region does as well.
  return {
    name,
    status: "note",
    value: value ? `${source} is not a region` : "none, unless a stack sets aws:region",
    fix,
  };
}
