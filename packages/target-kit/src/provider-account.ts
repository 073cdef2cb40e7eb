// Which account the stack's settings give Pulumi's providers, and whether callers of the deployment can use it too.
import { configCommand } from "./config-command.ts";
import { DeploymentRefused } from "./refusal.ts";
import type { RequestAuth } from "./request-auth.ts";

/** The stack's configuration by key (`aws:profile`); a structure is its JSON. */
type Configuration = Readonly<Record<string, string>>;

/** Settings that decide which account deploys and that callers cannot reuse: secrets, and what only the provider reads. */
const PROVIDERS_OWN = {
  aws: [
    "aws:accessKey",
    "aws:secretKey",
    "aws:token",
    "aws:assumeRoles",
    "aws:assumeRoleWithWebIdentity",
    "aws:sharedConfigFiles",
    "aws:sharedCredentialsFiles",
  ],
  gcp: ["gcp:accessToken", "gcp:credentials", "gcp:externalCredentials"],
} as const;

/** The AWS CLI profile that deploys, unless other settings decide. */
export function awsProfile(configuration: Configuration): { readonly profile?: string } {
  const profile = configuration["aws:profile"];
  return profile && providersOwn("aws", configuration).length === 0 ? { profile } : {};
}

const DELEGATES = "gcp:impersonateServiceAccountDelegates";

/**
 * The service account that the provider impersonates, after its delegates, as gcloud expects them.
 * @throws {DeploymentRefused} if the delegates are not a list
 */
export function impersonated(configuration: Configuration, stack: string): { readonly impersonate?: string } {
  const account = configuration["gcp:impersonateServiceAccount"];
  if (!account) return {};
  return { impersonate: [...listOf(configuration[DELEGATES] ?? "[]", stack), account].join(",") };
}

function listOf(text: string, stack: string): readonly string[] {
  try {
    const list = JSON.parse(text) as unknown;
    if (Array.isArray(list)) return list as readonly string[];
  } catch {
    // Said below.
  }
  const remedy = configCommand({ key: DELEGATES, at: 0, value: text }, stack);
  throw new DeploymentRefused(`${DELEGATES} is ${text}, but must be a list: set its first entry with ${remedy}.`);
}

const CALLS = {
  use: "`npm run verify` and the curl line call the endpoint with the credentials of their shell",
  grant: "Add the shell's account to modelport:invokers",
} as const;

/** What the caller's shell needs an account for, and how another account than the deploying one gets it. */
const USES = {
  "aws-sigv4": { cloud: "aws", ...CALLS },
  "google-identity-token": { cloud: "gcp", ...CALLS },
  "ecs-service": {
    cloud: "aws",
    use: "`npm run verify` reads the ECS API with the credentials of its shell",
    grant: "Let the shell's account call ecs:DescribeServices, ecs:ListTasks and ecs:DescribeTasks",
  },
} as const;

type UsedAuth = Extract<RequestAuth, { readonly kind: keyof typeof USES }>;

/** Whether an account of a cloud decides who can call the endpoint, or see what runs behind it. */
function needsAnAccount(auth: RequestAuth): auth is UsedAuth {
  return Object.hasOwn(USES, auth.kind);
}

/**
 * A warning if the stack deploys with an account that neither the curl line nor `modelport verify` can use; undefined
 * otherwise.
 */
export function otherAccountWarning(
  auth: RequestAuth,
  configuration: Configuration,
  stack: string,
): string | undefined {
  if (!needsAnAccount(auth)) return undefined;
  const { cloud, use, grant } = USES[auth.kind];
  const [key, ...more] = providersOwn(cloud, configuration);
  if (key === undefined || (cloud === "gcp" && impersonated(configuration, stack).impersonate)) return undefined;
  const [account, example] =
    cloud === "aws" ? ["aws:profile", "<profile>"] : ["gcp:impersonateServiceAccount", "<service account>"];
  return (
    `${[key, ...more].join(", ")} in the stack's settings: that account deploys, but ${use}. ${grant}, or use ` +
    `one account for both with ${configCommand({ key: account, value: example }, stack)} instead.`
  );
}

/** Which of those settings the stack has. */
export function providersOwn(cloud: keyof typeof PROVIDERS_OWN, configuration: Configuration): readonly string[] {
  return PROVIDERS_OWN[cloud].filter((key) => configuration[key] !== undefined);
}
