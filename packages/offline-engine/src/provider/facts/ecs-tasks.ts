// Whether the tasks of a service start: what ECS writes into the events of the service, and no call reports.
import { membersOf, textOf, type Values } from "@modelport/sdk-schema/wire";
import type { Account } from "../account.ts";
import { allows } from "./allowances.ts";
import { containersIn } from "./container-definitions.ts";
import { declaredOf, objectsIn, type Declared } from "./declared.ts";
import { noWayIn, noWayOut } from "./ecs-network.ts";
import { taskDefinitionOf } from "./ecs-services.ts";
import type { Making } from "./making.ts";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const REPOSITORY = "aws:ecr/repository:Repository";

const CPU_UNITS = 1024;

/** Why the tasks of the service do not become healthy; undefined if they do. */
export function whyTasksFail(making: Making, account: Account): string | undefined {
  if (Number(making.inputs["desiredCount"] ?? 0) === 0) return undefined;
  if (account.newTasks === "unhealthy") return "Task failed ELB health checks";
  const definition = taskDefinitionOf(making);
  if (definition === undefined) return undefined;
  return (
    overQuota(making, definition, account) ??
    cannotLog(making, definition) ??
    cannotPull(making, definition) ??
    noWayOut(making, account) ??
    noWayIn(making)
  );
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html */
function overQuota({ inputs }: Making, definition: Declared, account: Account): string | undefined {
  const isSpot = objectsIn(inputs["capacityProviderStrategies"]).some(
    (each) => each["capacityProvider"] === "FARGATE_SPOT",
  );
  const vcpus = (Number(definition.inputs["cpu"] ?? 0) / CPU_UNITS) * Number(inputs["desiredCount"]);
  return isSpot || vcpus <= account.fargateVcpus
    ? undefined
    : "You've reached the limit on the number of vCPUs you can run concurrently";
}

const logOptionsOf = (definition: Declared): readonly Values[] =>
  containersIn(definition.inputs["containerDefinitions"])
    .map(({ logConfiguration }) => membersOf(logConfiguration))
    .filter(({ logDriver }) => logDriver === "awslogs")
    .map(({ options }) => membersOf(options));

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html */
function cannotLog(making: Making, definition: Declared): string | undefined {
  const role = textOf(definition.inputs["executionRoleArn"]);
  for (const options of logOptionsOf(definition)) {
    const name = textOf(options["awslogs-group"]);
    const group = declaredOf(making, LOG_GROUP).find(({ outputs }) => outputs["name"] === name);
    const arn = `arn:aws:logs:${making.world.region}:${making.world.accountId}:log-group:${name}`;
    const stream = `${arn}:log-stream:api/api/0`;
    const creates =
      options["awslogs-create-group"] === "true" && allows(making, role, "logs:CreateLogGroup", [arn, stream]);
    if (group === undefined && !creates)
      return "ResourceInitializationError: failed to validate logger args: The specified log group does not exist.";
    const missing = ["logs:CreateLogStream", "logs:PutLogEvents"].find(
      (action) => !allows(making, role, action, [stream]),
    );
    if (missing !== undefined)
      return `ResourceInitializationError: failed to validate logger args: ${role} is not authorized to perform: ${missing}`;
  }
  return undefined;
}

/** What the execution role needs to pull from ECR: https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_id-based-policy-examples.html */
function cannotPull(making: Making, definition: Declared): string | undefined {
  const role = textOf(definition.inputs["executionRoleArn"]);
  const images = containersIn(definition.inputs["containerDefinitions"]).map(({ image }) => textOf(image));
  for (const { outputs } of declaredOf(making, REPOSITORY)) {
    if (!images.some((image) => image.startsWith(textOf(outputs["repositoryUrl"])))) continue;
    const needed = [
      ["ecr:GetAuthorizationToken", "*"],
      ["ecr:BatchGetImage", textOf(outputs["arn"])],
      ["ecr:GetDownloadUrlForLayer", textOf(outputs["arn"])],
    ] as const;
    const missing = needed.find(([action, resource]) => !allows(making, role, action, [resource]));
    if (missing !== undefined)
      return `ResourceInitializationError: unable to pull secrets or registry auth: ${role} is not authorized to perform: ${missing[0]}`;
  }
  return undefined;
}
