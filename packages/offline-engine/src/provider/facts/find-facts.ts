import type { TypeSchema } from "@modelport/sdk-schema";
import { awsAccount } from "./aws-account.ts";
import { awsBehavior } from "./aws-behavior.ts";
import { awsCompute } from "./aws-compute.ts";
import { awsContainers } from "./aws-containers.ts";
import { awsLimits } from "./aws-limits.ts";
import { awsLoadBalancing } from "./aws-load-balancing.ts";
import { awsNetwork } from "./aws-network.ts";
import { awsNetworkBehavior } from "./aws-network-behavior.ts";
import { awsScaling } from "./aws-scaling.ts";
import { awsSchemas } from "./aws-schemas.ts";
import type { Behavior, BehaviorTable } from "./behavior.ts";
import { ecsDeployments } from "./ecs-deployments.ts";
import { ecsServices } from "./ecs-services.ts";
import { ecsTaskDefinitions } from "./ecs-task-definitions.ts";
import { eksAccess } from "./eks-access.ts";
import { eksClusters } from "./eks-clusters.ts";
import { eksNodes } from "./eks-nodes.ts";
import { eks } from "./eks.ts";
import { functionsBehavior } from "./functions-behavior.ts";
import { gcpBehavior } from "./gcp-behavior.ts";
import { gcp } from "./gcp.ts";
import type { FactsTable, TypeFacts } from "./type-facts.ts";

const tables: FactsTable = { ...awsCompute, ...awsContainers, ...awsNetwork, ...awsAccount, ...eks, ...gcp };
const aws: readonly BehaviorTable[] = [
  awsBehavior,
  awsSchemas,
  awsLimits,
  awsNetworkBehavior,
  awsLoadBalancing,
  awsScaling,
];
const ecs: readonly BehaviorTable[] = [ecsTaskDefinitions, ecsServices, ecsDeployments];
const clusters: readonly BehaviorTable[] = [eksClusters, eksNodes, eksAccess];
const behaviors: BehaviorTable = [...aws, ...ecs, ...clusters, gcpBehavior, functionsBehavior].reduce(together);

/** Two tables with rows of the same types. */
function together(one: BehaviorTable, other: BehaviorTable): BehaviorTable {
  const types = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(types.map((type) => [type, both(one[type] ?? {}, other[type] ?? {})]));
}

function both(one: Behavior, other: Behavior): Behavior {
  return {
    ...one,
    ...other,
    answers: { ...one.answers, ...other.answers },
    equivalences: { ...one.equivalences, ...other.equivalences },
    kept: { ...one.kept, ...other.kept },
    refusals: [...(one.refusals ?? []), ...(other.refusals ?? [])],
  };
}

/** By token. */
export const knownFacts: FactsTable = Object.fromEntries(
  [...new Set([...Object.keys(tables), ...Object.keys(behaviors)])].map((token) => [
    token,
    { ...(tables[token] ?? ofPattern(token)), ...behaviors[token] },
  ]),
);

/** Types that exist once per parent. Their `name` is that of another object. */
function ofPattern(token: string): TypeFacts {
  if (/(Iam|IAM)Member$|Attachment$|Association$|Permission$/.test(token)) return { nameInput: null, replaceOn: "*" };
  if (/(Iam|IAM)Binding$/.test(token)) return { nameInput: null, replaceOn: "*", updateOn: ["members"] };
  return /(Iam|IAM)(Policy|AuditConfig)$/.test(token) ? { nameInput: null } : {};
}

export function findFacts(type: string): TypeFacts {
  const token = type.replace(/^aws:(alb|applicationloadbalancing)\//, "aws:lb/");
  return knownFacts[token] ?? ofPattern(token);
}

/** The input that names an object of the type; undefined if there is none. */
export function nameInputOf(facts: TypeFacts, schema: TypeSchema): string | undefined {
  const input = facts.nameInput === undefined ? "name" : facts.nameInput;
  return input !== null && schema.inputs[input] !== undefined ? input : undefined;
}
