// Finds, before anything is made, what AWS would reject halfway through a deployment and settings alone cannot show.
import { foreignTopic } from "@modelport/aws";
import { servicequotas } from "@pulumi/aws";
import { configCommand, type DeployContext, DeploymentRefused } from "@modelport/target-kit";
import type { EcsSettings } from "../settings.ts";

/** AWS allows 32 characters for the name of a target group, of which the provider needs `-next` and eight more. */
const LONGEST_STACK = 19;

/** "Fargate On-Demand vCPU resource count" in Service Quotas. */
const VCPUS = "L-3032A538";

type Preflight = Pick<DeployContext<EcsSettings>, "stack" | "settings">;

/** @throws {DeploymentRefused} one sentence, if the deployment of `stack` to `region` cannot succeed */
export async function preflight({ stack, settings }: Preflight, region: string): Promise<void> {
  const sentence =
    longName(stack) ??
    foreignTopic(stack, settings.alarmTopicArn, region) ??
    foreignArn("certificateArn", "a load balancer takes certificates", stack, settings, region) ??
    foreignArn("listenerArn", "tasks are reached from load balancers", stack, settings, region) ??
    vcpusOver({ stack, settings }, region, await fargateVcpus());
  if (sentence !== undefined) throw new DeploymentRefused(sentence);
}

function longName(stack: string): string | undefined {
  if (stack.length <= LONGEST_STACK) return undefined;
  const shorter = stack.slice(0, LONGEST_STACK).replace(/-+$/, "");
  return (
    `The stack's name "${stack}" has ${stack.length} characters, but AWS allows 32 for a target group's name, which leaves ${LONGEST_STACK}: ` +
    `choose a shorter one, for example \`npx pulumi stack rename ${shorter} --stack ${stack}\`.`
  );
}

function foreignArn(
  key: "certificateArn" | "listenerArn",
  what: string,
  stack: string,
  settings: EcsSettings,
  region: string,
): string | undefined {
  const arn = settings[key];
  const of = arn?.split(":")[3];
  if (of === undefined || of === region) return undefined;
  return (
    `modelport:${key} is "${arn}", but aws:region is ${region}, and ${what} of their own region only: ` +
    `name one of ${region}, or deploy there with ${configCommand({ key: "aws:region", value: of }, stack)}.`
  );
}

/** The account's quota in the provider's region; undefined if it cannot be read. */
async function fargateVcpus(): Promise<number | undefined> {
  try {
    return (await servicequotas.getServiceQuota({ serviceCode: "fargate", quotaCode: VCPUS })).value;
  } catch {
    return undefined;
  }
}

/** A deployment runs the old and the new tasks at once: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
function vcpusOver({ stack, settings }: Preflight, region: string, quota: number | undefined): string | undefined {
  const { cpu, minTasks } = settings;
  const needed = (2 * minTasks * cpu) / 1024;
  if (quota === undefined || needed <= quota) return undefined;
  const fewer = Math.floor((quota * 1024) / (2 * cpu));
  const set = fewer > 0 ? { key: "minTasks", value: fewer } : { key: "cpu", value: 256 };
  return (
    `modelport:minTasks is ${minTasks} and modelport:cpu is ${cpu}, so that a deployment runs ${needed} vCPUs with the old and the new tasks, ` +
    `but this account may run ${quota} on Fargate in ${region}: set ${configCommand(set, stack)}, or request a higher quota at ` +
    `https://console.aws.amazon.com/servicequotas/home/services/fargate/quotas/${VCPUS}.`
  );
}
