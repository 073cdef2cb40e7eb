// Checks, before anything is made, that the names are free, the APIs answer, and the last deployment of a function succeeded.
// Without Pulumi: the engine runs it in another process.
import { isDeepStrictEqual } from "node:util";
import { googleCredentials, NoAccount, type ProviderSettings } from "@modelport/image-push";
import { useProxies } from "@modelport/packaging/proxies";
import { configCommand } from "@modelport/target-kit";

export interface PreflightInputs {
  readonly stack: string;
  readonly project: string;
  readonly region: string;
  /** A Cloud Run service. */
  readonly service?: string;
  /** A function of Cloud Run functions, whose service has its name too. */
  readonly function?: string;
  /** The digest of the archive that the function is built from. */
  readonly digest?: string;
  /** A GKE cluster. */
  readonly cluster?: string;
  readonly repository: string;
  readonly bucket?: string;
  /** The part of the service account's address before the @. */
  readonly account?: string;
  /** The same of the account that builds. */
  readonly builder?: string;
  /** Settings of the cluster by key: a change of one would replace it. */
  readonly fixed?: Readonly<Record<string, string>>;
}

export interface PreflightState extends PreflightInputs {
  /** How many deployments of the function have failed: a change of it deploys the same source and settings again. */
  readonly failures?: number;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The surroundings of the checks, which are not part of the state. */
export interface PreflightContext {
  readonly settings: ProviderSettings;
  readonly env?: NodeJS.ProcessEnv;
  readonly report?: (line: string) => void;
  readonly longestMs?: number;
  readonly pauseMs?: number;
  readonly get?: (url: string, headers: Readonly<Record<string, string>>) => Promise<Answer>;
}

/** Google says "a few minutes": https://github.com/pulumi/pulumi/issues/7442 */
const LONGEST_MS = 300_000;
const PAUSE_MS = 10_000;

/** The endpoints of the provider's requests, and the variables that change them: terraform-provider-google, each product.go. */
const ENDPOINTS = {
  run: ["GOOGLE_CLOUD_RUN_V2_CUSTOM_ENDPOINT", "https://run.googleapis.com/v2/"],
  functions: ["GOOGLE_CLOUDFUNCTIONS2_CUSTOM_ENDPOINT", "https://cloudfunctions.googleapis.com/v2/"],
  storage: ["GOOGLE_STORAGE_CUSTOM_ENDPOINT", "https://storage.googleapis.com/storage/v1/"],
  container: ["GOOGLE_CONTAINER_CUSTOM_ENDPOINT", "https://container.googleapis.com/v1/"],
  artifacts: ["GOOGLE_ARTIFACT_REGISTRY_CUSTOM_ENDPOINT", "https://artifactregistry.googleapis.com/v1/"],
  iam: ["GOOGLE_IAM_BETA_CUSTOM_ENDPOINT", "https://iam.googleapis.com/v1/"],
} as const;

const endpointOf = (api: keyof typeof ENDPOINTS, { env = process.env }: PreflightContext): string =>
  env[ENDPOINTS[api][0]] || ENDPOINTS[api][1];

const clusterUrl = ({ project, region, cluster }: Partial<PreflightInputs>, context: PreflightContext): string =>
  `${endpointOf("container", context)}projects/${project}/locations/${region}/clusters/${cluster}`;

const functionUrl = ({ project, region, function: fn }: Partial<PreflightInputs>, context: PreflightContext): string =>
  `${endpointOf("functions", context)}projects/${project}/locations/${region}/functions/${fn}`;

/** The URLs of what the stack makes, each with its name for people. */
function addressesOf(inputs: PreflightInputs, context: PreflightContext): Readonly<Record<string, string>> {
  const { project, region, service, function: fn, cluster, repository, bucket, account, builder } = inputs;
  const at = (api: keyof typeof ENDPOINTS) => endpointOf(api, context);
  const place = `projects/${project}/locations/${region}`;
  const accounts = [account, builder].flatMap((id) =>
    id === undefined ? [] : [`${id}@${project}.iam.gserviceaccount.com`],
  );
  return {
    ...(fn !== undefined && { [functionUrl(inputs, context)]: `the function ${fn}` }),
    ...(service !== undefined && { [`${at("run")}${place}/services/${service}`]: `the service ${service}` }),
    ...(cluster !== undefined && { [clusterUrl(inputs, context)]: `the cluster ${cluster}` }),
    [`${at("artifacts")}${place}/repositories/${repository}`]: `the repository ${repository}`,
    ...(bucket !== undefined && { [`${at("storage")}b/${bucket}`]: `the bucket ${bucket}` }),
    ...Object.fromEntries(
      accounts.map((email) => [
        `${at("iam")}projects/${project}/serviceAccounts/${email}`,
        `the service account ${email}`,
      ]),
    ),
  };
}

/**
 * A sentence if names of `news` are taken in the project; those of `olds` are the stack's own. A name counts as free if Google
 * does not say (no account here, an API that is disabled, no permission).
 */
export async function takenNames(
  olds: Partial<PreflightInputs>,
  news: PreflightInputs,
  context: PreflightContext,
): Promise<string | undefined> {
  const own = new Set(olds.project === undefined ? [] : Object.keys(addressesOf(olds as PreflightInputs, context)));
  const wanted = Object.entries(addressesOf(news, context)).filter(([url]) => !own.has(url));
  const answers = await answersOf(
    news.project,
    wanted.map(([url]) => url),
    context,
  );
  const taken = wanted.filter((_, index) => answers[index]?.status === 200).map(([, called]) => called);
  if (taken.length === 0) return undefined;
  return (
    `${news.project} already has ${taken.join(", ")}, and the state of ${news.stack} has no record of that: another clone deployed it, or ` +
    "the state was lost. Use the backend that has the state (`npx pulumi login`), deploy another environment beside it " +
    `(\`--stack ${news.stack.split("-")[0]}-<environment>\`), or delete what is left in the project.`
  );
}

interface DeployedFunction {
  readonly state?: string;
  readonly serviceConfig?: { readonly environmentVariables?: Readonly<Record<string, string>> };
}

/**
 * Whether Google failed to deploy the function as `olds` declared it. The provider's state says that it did, because it keeps what
 * was planned, and its reads keep the source (resourceCloudfunctions2functionCreate and flatten…StorageSource… in
 * terraform-provider-google resource_cloudfunctions2_function.go): without a change, the next `up` would build nothing and succeed.
 * States: https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions#state
 */
export async function deploymentFailed(olds: Partial<PreflightInputs>, context: PreflightContext): Promise<boolean> {
  const { project, function: fn, digest } = olds;
  if (project === undefined || fn === undefined || digest === undefined) return false;
  const [answer] = await answersOf(project, [functionUrl(olds, context)], context);
  if (answer?.status !== 200) return false;
  const { state, serviceConfig } = JSON.parse(answer.text) as DeployedFunction;
  if (state === "FAILED" || state === "UNKNOWN") return true;
  return state === "ACTIVE" && serviceConfig?.environmentVariables?.["MODELPORT_ARTIFACT_DIGEST"] !== digest;
}

/** Whether there is something to wait for: other inputs, or a failed deployment that is to be repeated. */
export async function preflightDue(
  olds: PreflightState,
  news: PreflightInputs,
  context: PreflightContext,
): Promise<boolean> {
  return !isDeepStrictEqual(ownInputs(olds), ownInputs(news)) || (await deploymentFailed(olds, context));
}

/** What is compared: not the outputs, and not the provider's text, which Pulumi puts beside them. */
function ownInputs(values: PreflightState): Readonly<Record<string, unknown>> {
  const { failures: _failures, ...inputs } = values;
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== "__provider"));
}

/** What the state says after an `up` with `news`. */
export async function preflightState(
  olds: PreflightState | undefined,
  news: PreflightInputs,
  context: PreflightContext,
): Promise<PreflightState> {
  if (news.function === undefined) return news;
  const before = olds?.failures ?? 0;
  return { ...news, failures: olds !== undefined && (await deploymentFailed(olds, context)) ? before + 1 : before };
}

/**
 * What {@link replacesCluster} says, unless Google says that there is no such cluster: a first `up` that failed is in the state too,
 * and its settings can be corrected.
 */
export async function refusedReplacement(
  olds: Partial<PreflightInputs>,
  news: PreflightInputs,
  context: PreflightContext,
): Promise<string | undefined> {
  const reason = replacesCluster(olds, news);
  if (reason === undefined) return undefined;
  const [answer] = await answersOf(news.project, [clusterUrl(olds, context)], context);
  return answer?.status === 404 ? undefined : reason;
}

/**
 * A sentence if `news` would replace the cluster of `olds`, with everything in it: the engine does not finish that. Its project,
 * location and name are ForceNew like the settings in `fixed`: terraform-provider-google resource_container_cluster.go.
 */
export function replacesCluster(olds: Partial<PreflightInputs>, news: PreflightInputs): string | undefined {
  const { stack, cluster } = news;
  if (cluster === undefined || olds.cluster === undefined) return undefined;
  const elsewhere = "deploy a second stack, move the callers, and destroy this one";
  const [before, now] = [unchangeable(olds), unchangeable(news)];
  const changed = Object.keys(now).find((key) => before[key] !== undefined && before[key] !== now[key]);
  if (changed !== undefined) {
    const key = changed.includes(":") ? changed : `modelport:${changed}`;
    return (
      `${key} is now ${now[changed]}, but the cluster ${olds.cluster} has ${before[changed]}, and a change would replace it with everything in it: ` +
      `stay with ${configCommand({ key: changed, value: before[changed] }, stack)}, or ${elsewhere}.`
    );
  }
  return cluster === olds.cluster
    ? undefined
    : `The model's name makes the cluster's, which is now ${cluster}, but the stack has ${olds.cluster}, and a change would replace it with ` +
        `everything in it: keep the model's name, or ${elsewhere}.`;
}

/** What a cluster keeps for its whole life, by key in a stack's settings. */
const unchangeable = ({ project, region, fixed = {} }: Partial<PreflightInputs>): Readonly<Record<string, string>> => ({
  ...(project !== undefined && { "gcp:project": project }),
  ...(region !== undefined && { "gcp:region": region }),
  ...fixed,
});

/** Returns once no API answers that it is disabled, or after a limit; other errors are left to the provider. */
export async function waitForApis(inputs: PreflightInputs, context: PreflightContext): Promise<void> {
  const { report = console.log, longestMs = LONGEST_MS, pauseMs = PAUSE_MS } = context;
  let off = Object.keys(addressesOf(inputs, context));
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    const answers = await answersOf(inputs.project, off, context);
    off = off.filter((_, index) => isOff(answers[index]));
    if (off.length === 0 || waitedMs >= longestMs) return;
    const apis = off.map((url) => new URL(url).hostname).join(", ");
    report(
      `Google still reports ${apis} as disabled, which is normal just after enabling: retrying for ${(longestMs - waitedMs) / 1000} s.`,
    );
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

const isOff = (answer: Answer | undefined): boolean =>
  answer?.status === 403 && /SERVICE_DISABLED|has not been used in project/.test(answer.text);

/** One answer for each URL; none without an account, undefined for a request that failed. */
async function answersOf(
  project: string,
  urls: readonly string[],
  context: PreflightContext,
): Promise<readonly (Answer | undefined)[]> {
  const { settings, env = process.env, get = getFromGoogle } = context;
  if (urls.length === 0) return [];
  try {
    useProxies(env);
    const { password: token } = await googleCredentials("pkg.dev", { settings, env });
    // Without it a person's login uses the APIs of gcloud's own project, where they are disabled for good:
    // https://cloud.google.com/docs/quotas/quota-project
    const headers = { authorization: `Bearer ${token}`, "x-goog-user-project": project };
    return await Promise.all(urls.map((url) => get(url, headers).catch(() => undefined)));
  } catch (error) {
    if (error instanceof NoAccount) return [];
    throw error;
  }
}

async function getFromGoogle(url: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
  return { status: response.status, text: await response.text() };
}
