// Finds, before anything is made, what AWS would reject halfway through a deployment and settings alone cannot show.
import { getCallerIdentity, iam } from "@pulumi/aws";
import { configCommand, type DeployContext, DeploymentRefused, providersOwn } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import { OWN_ADDRESS } from "../api-rules.ts";
import type { EksSettings } from "../settings.ts";
import { liveCluster } from "./live-cluster.ts";
import { nodesOverQuota } from "./node-quota.ts";
import { noWayBack } from "./one-way.ts";

/** AWS allows 64 characters for the name of a role, of which `-cluster-role` and the provider's digits take 21. */
const LONGEST_STACK = 43;

type Preflight = Pick<DeployContext<EksSettings>, "stack" | "name" | "settings">;

/** @throws {DeploymentRefused} one sentence, if the deployment of `stack` to `region` cannot succeed */
export async function preflight(context: Preflight, region: string): Promise<void> {
  const { stack, settings } = context;
  const sentence =
    longName(stack) ??
    unreachableApi(stack, settings) ??
    strangeCreator(stack, settings) ??
    foreignKey(stack, settings, region) ??
    (await creatorTwice(context)) ??
    (await noWayBack(context)) ??
    (await nodesOverQuota(context));
  if (sentence !== undefined) throw new DeploymentRefused(sentence);
}

function longName(stack: string): string | undefined {
  if (stack.length <= LONGEST_STACK) return undefined;
  const shorter = stack.slice(0, LONGEST_STACK).replace(/-+$/, "");
  return (
    `The stack's name "${stack}" has ${stack.length} characters, but AWS allows 64 for a role's name, which leaves ${LONGEST_STACK}: ` +
    `choose a shorter one, for example \`npx pulumi stack rename ${shorter} --stack ${stack}\`.`
  );
}

/** No address is a good guess, and everyone's would be a bad one. */
function unreachableApi(stack: string, { cluster, apiCidrs, apiPrivate, apiOpen }: EksSettings): string | undefined {
  if (cluster !== undefined || apiPrivate || apiOpen || apiCidrs.length > 0) return undefined;
  return (
    "Nothing says who may call the cluster's Kubernetes API, and this machine must: name its address range with " +
    `${configCommand({ key: "apiCidrs", at: 0, value: "<address>/32" }, stack)} (${OWN_ADDRESS}), ` +
    `or keep the API inside of the VPC, where \`up\` must then run, with ${configCommand({ key: "apiPrivate", value: true }, stack)}.`
  );
}

/**
 * The provider creates the cluster with an account of its own, and is its only administrator; the token for its API comes from
 * `aws eks get-token`, with the account of the shell.
 */
function strangeCreator(stack: string, { cluster, adminArns }: EksSettings): string | undefined {
  const keys = providersOwn("aws", pulumi.runtime.allConfig());
  if (keys.length === 0 || cluster !== undefined || adminArns.length > 0) return undefined;
  return (
    `${keys.join(", ")} in the stack's settings: that account creates the cluster and administers it, but \`up\` calls its API with the ` +
    `credentials of the shell. Name the shell's user or role with ${configCommand({ key: "adminArns", at: 0, value: "<arn>" }, stack)}, or use ` +
    `one account for both with ${configCommand({ key: "aws:profile", value: "<profile>" }, stack)} instead; a profile can assume a role.`
  );
}

/** Docs: https://docs.aws.amazon.com/eks/latest/APIReference/API_Provider.html */
function foreignKey(stack: string, { secretsKeyArn }: EksSettings, region: string): string | undefined {
  const of = secretsKeyArn?.split(":")[3];
  if (of === undefined || of === region) return undefined;
  return (
    `modelport:secretsKeyArn is "${secretsKeyArn}", but aws:region is ${region}, and EKS takes keys of the cluster's region only: ` +
    `name one of ${region}, or deploy there with ${configCommand({ key: "aws:region", value: of }, stack)}.`
  );
}

/** EKS makes an access entry for the creator of a cluster, and refuses a second one for the same principal. */
async function creatorTwice({ stack, name, settings }: Preflight): Promise<string | undefined> {
  const { adminArns, cluster } = settings;
  if (adminArns.length === 0 || cluster !== undefined) return undefined;
  const caller = await principal();
  if (caller === undefined || !adminArns.includes(caller) || (await liveCluster(name)) !== undefined) return undefined;
  const rest = adminArns.filter((arn) => arn !== caller);
  return (
    `modelport:adminArns has ${caller}, which creates the cluster and is therefore its administrator, and EKS refuses a second entry: ` +
    `remove it with ${configCommand(rest.length === 0 ? { key: "adminArns" } : { key: "adminArns", value: rest }, stack)}.`
  );
}

/** The user or the role that deploys; undefined if it cannot be read. */
async function principal(): Promise<string | undefined> {
  try {
    const { arn } = await getCallerIdentity();
    return (await iam.getSessionContext({ arn })).issuerArn;
  } catch {
    return undefined;
  }
}
