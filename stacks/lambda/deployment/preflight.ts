// Finds, before anything is made, what AWS would reject halfway through a deployment and settings alone cannot show.
import { foreignTopic } from "@modelport/aws";
import { getPartition, servicequotas } from "@pulumi/aws";
import { configCommand, type DeployContext, DeploymentRefused } from "@modelport/target-kit";
import type { LambdaSettings } from "../settings.ts";

/** AWS allows 64 characters for a function's name, of which the provider needs `-model-` and seven more. */
const LONGEST_STACK = 50;

/** "Concurrent executions" of Lambda in Service Quotas. */
const CONCURRENT_EXECUTIONS = "L-B99A9384";

/** How many of these AWS keeps for functions without a reservation; all, if there are fewer. */
const UNRESERVED = 100;

type Preflight = Pick<DeployContext<LambdaSettings>, "stack" | "settings">;

/**
 * Waits for AWS to answer what the settings need: the partition, the quota of concurrent executions.
 * @throws {DeploymentRefused} one sentence, if the deployment of `stack` to `region` cannot succeed
 */
export async function preflight({ stack, settings }: Preflight, region: string): Promise<void> {
  const quota = reservationOf(settings) === undefined ? undefined : await concurrentExecutions();
  const sentence =
    longName(stack) ??
    foreignTopic(stack, settings.alarmTopicArn, region) ??
    (await foreignInvoker(stack, settings, region)) ??
    concurrencyOver({ stack, settings, region, quota });
  if (sentence !== undefined) throw new DeploymentRefused(sentence);
}

function longName(stack: string): string | undefined {
  if (stack.length <= LONGEST_STACK) return undefined;
  return (
    `The stack's name "${stack}" has ${stack.length} characters, but AWS allows 64 for a function's name, which leaves ${LONGEST_STACK}: ` +
    `choose a shorter one, for example \`npx pulumi stack rename ${stack.slice(0, LONGEST_STACK).replace(/-+$/, "")} --stack ${stack}\`.`
  );
}

async function foreignInvoker(
  stack: string,
  { invokers }: LambdaSettings,
  region: string,
): Promise<string | undefined> {
  if (!invokers.some((invoker) => invoker.startsWith("arn:"))) return undefined;
  const prefix = `arn:${(await getPartition()).partition}:`;
  const foreign = invokers.find((invoker) => invoker.startsWith("arn:") && !invoker.startsWith(prefix));
  if (foreign === undefined) return undefined;
  const others = invokers.filter((invoker) => invoker !== foreign);
  const remedy = others.length === 0 ? { key: "invokers" } : { key: "invokers", value: others };
  return (
    `modelport:invokers has ${foreign}, but aws:region is ${region}, where ARNs begin with ${prefix} and no other can call: ` +
    `remove it with ${configCommand(remedy, stack)}.`
  );
}

/** The setting that reserves instances of the account, if any; provisioned instances are part of a function's reservation. */
function reservationOf({ reservedConcurrency, provisionedConcurrency }: LambdaSettings) {
  if (reservedConcurrency !== undefined && reservedConcurrency > 0)
    return ["reservedConcurrency", reservedConcurrency] as const;
  return provisionedConcurrency === undefined
    ? undefined
    : (["provisionedConcurrency", provisionedConcurrency] as const);
}

/** The account's quota in the provider's region, without regard to other reservations; undefined if it cannot be read. */
async function concurrentExecutions(): Promise<number | undefined> {
  try {
    const { value } = await servicequotas.getServiceQuota({ serviceCode: "lambda", quotaCode: CONCURRENT_EXECUTIONS });
    return value;
  } catch {
    return undefined;
  }
}

interface Concurrency extends Preflight {
  readonly region: string;
  readonly quota: number | undefined;
}

/** New accounts have 10, none of which can be reserved: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
function concurrencyOver({ stack, settings, region, quota }: Concurrency): string | undefined {
  const reservation = reservationOf(settings);
  if (reservation === undefined || quota === undefined) return undefined;
  const [key, instances] = reservation;
  const kept = Math.min(UNRESERVED, quota);
  if (instances <= quota - kept) return undefined;
  const throttle =
    settings.endpoint === "function-url" && key === "reservedConcurrency"
      ? ` To limit requests without it, use an API with ${configCommand({ key: "endpoint", value: "http-api" }, stack)} and ` +
        `${configCommand({ key: "throttleRequestsPerSecond", value: 10 }, stack)}.`
      : "";
  return (
    `modelport:${key} is ${instances}, but this account may run ${quota} instances at a time in ${region}, and AWS keeps ${kept} of them for ` +
    `functions without a reservation: remove it with ${configCommand({ key }, stack)}, or request a higher quota at ` +
    `https://console.aws.amazon.com/servicequotas/home/services/lambda/quotas/${CONCURRENT_EXECUTIONS}.${throttle}`
  );
}
