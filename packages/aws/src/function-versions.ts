// What the dynamic resource FunctionVersions does, without Pulumi: it deletes published versions that are no longer needed.
import { AwsClient } from "aws4fetch";
import { awsKeys, type ProviderSettings } from "@modelport/image-push";

export interface VersionsInputs {
  readonly functionArn: string;
  /** The newest version: when it changes, old ones are deleted. */
  readonly version: string;
  /** How many of the newest stay, including `version`. */
  readonly keep: number;
}

interface VersionsDiff {
  readonly changes: boolean;
  readonly replaces: string[];
  readonly deleteBeforeReplace: boolean;
}

/** The surroundings of a run, which are not part of the state. */
export interface VersionsContext {
  /** The stack's configuration, which chooses the account. */
  readonly settings?: ProviderSettings;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const RIGHTS =
  "lambda:ListVersionsByFunction, lambda:ListAliases, lambda:ListProvisionedConcurrencyConfigs and lambda:DeleteFunction";

export async function createVersions(
  inputs: VersionsInputs,
  context: VersionsContext,
): Promise<{ id: string; outs: VersionsInputs }> {
  await prune(inputs, context);
  return { id: inputs.functionArn, outs: inputs };
}

export async function updateVersions(
  inputs: VersionsInputs,
  context: VersionsContext,
): Promise<{ outs: VersionsInputs }> {
  await prune(inputs, context);
  return { outs: inputs };
}

export function diffVersions(olds: VersionsInputs, news: VersionsInputs): VersionsDiff {
  const replaces = olds.functionArn === news.functionArn ? [] : ["functionArn"];
  const changes = replaces.length > 0 || olds.version !== news.version || olds.keep !== news.keep;
  return { changes, replaces, deleteBeforeReplace: false };
}

/** Deletes old versions, oldest first: neither the newest `keep` nor those that an alias or provisioned concurrency uses. */
async function prune({ functionArn, keep }: VersionsInputs, context: VersionsContext): Promise<void> {
  const lambda = await lambdaApi(functionArn, context);
  try {
    const [versions, inUse] = await Promise.all([lambda.versions(), lambda.versionsInUse()]);
    const newestFirst = versions.toSorted((one, other) => other - one);
    const old = newestFirst.slice(keep).filter((version) => !inUse.has(String(version)));
    for (const version of old.toReversed()) await lambda.delete(version);
  } catch (error) {
    throw new Error(
      `modelport:keepVersions is ${keep}, but old versions of the function could not be deleted (${(error as Error).message}): ` +
        `the account that deploys needs ${RIGHTS}; then run pulumi up again.`,
      { cause: error },
    );
  }
}

interface Page {
  readonly NextMarker?: string;
  readonly Versions?: readonly { readonly Version: string }[];
  readonly Aliases?: readonly {
    readonly FunctionVersion: string;
    readonly RoutingConfig?: { readonly AdditionalVersionWeights?: Readonly<Record<string, number>> };
  }[];
  readonly ProvisionedConcurrencyConfigs?: readonly { readonly FunctionArn: string }[];
}

/** The few calls of https://docs.aws.amazon.com/lambda/latest/api/ that this needs, without the SDK. */
async function lambdaApi(functionArn: string, { settings = () => undefined, env = process.env }: VersionsContext) {
  const [, partition, , region = "", , , name = ""] = functionArn.split(":");
  const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const endpoint = env["AWS_ENDPOINT_URL_LAMBDA"] ?? env["AWS_ENDPOINT_URL"] ?? `https://lambda.${region}.${suffix}`;
  const client = new AwsClient({
    ...(await awsKeys(region, { settings, env: { ...env } })),
    service: "lambda",
    region,
    retries: 4,
  });

  const call = async (method: string, path: string): Promise<Page> => {
    const response = await client.fetch(`${endpoint}${path}`, { method });
    const text = await response.text();
    if (!response.ok) throw new Error(`Lambda answered ${response.status} to ${method} ${path}: ${text.slice(0, 300)}`);
    return text === "" ? {} : (JSON.parse(text) as Page);
  };
  const pages = async (path: string): Promise<readonly Page[]> => {
    const found: Page[] = [];
    let marker: string | undefined;
    do {
      const page = await call("GET", marker === undefined ? path : `${path}&Marker=${encodeURIComponent(marker)}`);
      found.push(page);
      marker = page.NextMarker || undefined;
    } while (marker !== undefined);
    return found;
  };
  const functions = `/2015-03-31/functions/${name}`;
  return {
    async versions(): Promise<readonly number[]> {
      const all = (await pages(`${functions}/versions?MaxItems=50`)).flatMap(({ Versions = [] }) => Versions);
      return all.map(({ Version }) => Number(Version)).filter(Number.isInteger); // Without $LATEST.
    },
    async versionsInUse(): Promise<ReadonlySet<string>> {
      const aliases = (await pages(`${functions}/aliases?MaxItems=50`)).flatMap(({ Aliases = [] }) => Aliases);
      const warm = await pages(`/2019-09-30/functions/${name}/provisioned-concurrency?List=ALL&MaxItems=50`);
      return new Set([
        ...aliases.flatMap(({ FunctionVersion, RoutingConfig }) => [
          FunctionVersion,
          ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}),
        ]),
        ...warm
          .flatMap(({ ProvisionedConcurrencyConfigs = [] }) => ProvisionedConcurrencyConfigs)
          .map(({ FunctionArn }) => FunctionArn.split(":").at(-1) ?? ""),
      ]);
    },
    delete: (version: number) => call("DELETE", `${functions}?Qualifier=${version}`),
  };
}
