// What Google is asked before anything is made: whether the names are free, and whether the APIs answer. Free of Pulumi: the
// engine runs it in a process of its own.
import { googleCredentials, NoAccount, type ProviderSettings } from "@modelport/image-push";
import { useProxies } from "@modelport/packaging/proxies";

export interface PreflightInputs {
  readonly stack: string;
  readonly project: string;
  readonly region: string;
  readonly service: string;
  readonly repository: string;
  /** The part of the service account's address before the @. */
  readonly account: string;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What surrounds the questions; none of it is kept. */
export interface PreflightContext {
  readonly settings: ProviderSettings;
  readonly env?: NodeJS.ProcessEnv;
  readonly report?: (line: string) => void;
  readonly longestMs?: number;
  readonly pauseMs?: number;
  readonly ask?: (url: string, headers: Readonly<Record<string, string>>) => Promise<Answer>;
}

/** Google says "a few minutes": https://github.com/pulumi/pulumi/issues/7442 */
const LONGEST_MS = 300_000;
const PAUSE_MS = 10_000;

/** Where the provider asks, and the variables with which it asks elsewhere: terraform-provider-google, each product.go. */
const ENDPOINTS = {
  run: ["GOOGLE_CLOUD_RUN_V2_CUSTOM_ENDPOINT", "https://run.googleapis.com/v2/"],
  artifacts: ["GOOGLE_ARTIFACT_REGISTRY_CUSTOM_ENDPOINT", "https://artifactregistry.googleapis.com/v1/"],
  iam: ["GOOGLE_IAM_BETA_CUSTOM_ENDPOINT", "https://iam.googleapis.com/v1/"],
} as const;

/** The addresses of what the stack makes, with what a person calls it. */
function addressesOf(
  inputs: PreflightInputs,
  { env = process.env }: PreflightContext,
): Readonly<Record<string, string>> {
  const { project, region, service, repository, account } = inputs;
  const at = (api: keyof typeof ENDPOINTS) => env[ENDPOINTS[api][0]] || ENDPOINTS[api][1];
  const place = `projects/${project}/locations/${region}`;
  const email = `${account}@${project}.iam.gserviceaccount.com`;
  return {
    [`${at("run")}${place}/services/${service}`]: `the service ${service}`,
    [`${at("artifacts")}${place}/repositories/${repository}`]: `the repository ${repository}`,
    [`${at("iam")}projects/${project}/serviceAccounts/${email}`]: `the service account ${email}`,
  };
}

/**
 * A sentence where names of `news` are taken in the project, other than those of `olds`, which are the stack's own. Where
 * Google does not say (no account here, an API that is off, no right to look) a name counts as free.
 */
export async function takenNames(
  olds: Partial<PreflightInputs>,
  news: PreflightInputs,
  context: PreflightContext,
): Promise<string | undefined> {
  const own = new Set(olds.project === undefined ? [] : Object.keys(addressesOf(olds as PreflightInputs, context)));
  const asked = Object.entries(addressesOf(news, context)).filter(([url]) => !own.has(url));
  const answers = await answersOf(
    news.project,
    asked.map(([url]) => url),
    context,
  );
  const taken = asked.filter((_, index) => answers[index]?.status === 200).map(([, called]) => called);
  if (taken.length === 0) return undefined;
  return (
    `${news.project} already has ${taken.join(", ")}, and the state of ${news.stack} has no record of that: another clone deployed it, or ` +
    "the state was lost. Use the backend that has the state (`npx pulumi login`), deploy another environment beside it " +
    "(`--stack cloudrun-<environment>`), or delete what is left in the project."
  );
}

/** Waits, within a bound, until no API answers any more that it is off; what comes then is the provider's to say. */
export async function waitForApis(inputs: PreflightInputs, context: PreflightContext): Promise<void> {
  const { report = console.log, longestMs = LONGEST_MS, pauseMs = PAUSE_MS } = context;
  let off = Object.keys(addressesOf(inputs, context));
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    const answers = await answersOf(inputs.project, off, context);
    off = off.filter((_, index) => isOff(answers[index]));
    if (off.length === 0 || waitedMs >= longestMs) return;
    const apis = off.map((url) => new URL(url).hostname).join(", ");
    report(
      `Google still says that ${apis} is off, which was enabled a moment ago: asking for ${(longestMs - waitedMs) / 1000} s more.`,
    );
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

const isOff = (answer: Answer | undefined): boolean =>
  answer?.status === 403 && /SERVICE_DISABLED|has not been used in project/.test(answer.text);

/** One answer for each address; none where there is no account or no way to Google. */
async function answersOf(
  project: string,
  urls: readonly string[],
  context: PreflightContext,
): Promise<readonly (Answer | undefined)[]> {
  const { settings, env = process.env, ask = askGoogle } = context;
  if (urls.length === 0) return [];
  try {
    useProxies(env);
    const { password: token } = await googleCredentials("pkg.dev", { settings, env });
    // Without it the APIs of a person's login are those of gcloud's own project, where they are off for good:
    // https://cloud.google.com/docs/quotas/quota-project
    const headers = { authorization: `Bearer ${token}`, "x-goog-user-project": project };
    return await Promise.all(urls.map((url) => ask(url, headers).catch(() => undefined)));
  } catch (error) {
    if (error instanceof NoAccount) return [];
    throw error;
  }
}

async function askGoogle(url: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
  return { status: response.status, text: await response.text() };
}
