// What CreateService and UpdateService refuse. The messages are AWS's own where a page or a thread quotes them.
import { isObject, membersOf, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";
import type { Answer, BehaviorTable, Equivalence, Refusal } from "./behavior.ts";
import { containersIn } from "./container-definitions.ts";
import { declaredAs, declaredOf, objectsIn, textsIn } from "./declared.ts";
import { sets } from "./equivalences.ts";
import { whereForwarded } from "./forwarding.ts";
import type { Making } from "./making.ts";

export const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const CAPACITY = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders";

export const taskDefinitionOf = (making: Making) =>
  declaredAs(making, TASK_DEFINITION, making.inputs["taskDefinition"]);

/** The load balancers of a service, with the group that a deployment alternates with. */
const balancersOf = ({ inputs }: Making): readonly Values[] => objectsIn(inputs["loadBalancers"]);

const groupsOf = (making: Making): readonly string[] =>
  balancersOf(making).flatMap(({ targetGroupArn, advancedConfiguration }) =>
    textsIn([targetGroupArn ?? null, membersOf(advancedConfiguration)["alternateTargetGroupArn"] ?? null]),
  );

const says = (words: string) => `InvalidParameterException: ${words}`;

const listenerFirst: Refusal = {
  says: (making) => {
    const lonely = balancersOf(making)
      .map(({ targetGroupArn }) => textOf(targetGroupArn))
      .find((arn) => declaredAs(making, TARGET_GROUP, arn) !== undefined && whereForwarded(making, arn).length === 0);
    return lonely && says(`The target group with targetGroupArn ${lonely} does not have an associated load balancer.`);
  },
  source:
    "https://github.com/hashicorp/terraform/issues/32908; ecs/service.go: retryServiceCreate retries for four minutes, then fails",
};

const targetsByAddress: Refusal = {
  says: (making) => {
    if (textOf(taskDefinitionOf(making)?.inputs["networkMode"]) !== "awsvpc") return undefined;
    const wrong = groupsOf(making).find((arn) => {
      const group = declaredAs(making, TARGET_GROUP, arn);
      return group !== undefined && group.inputs["targetType"] !== "ip";
    });
    const type = textOf(declaredAs(making, TARGET_GROUP, wrong)?.inputs["targetType"]) || "instance";
    return wrong === undefined
      ? undefined
      : says(
          `The provided target group ${wrong} has target type ${type}, which is incompatible with the awsvpc network mode ` +
            "specified in the task definition.",
        );
  },
  source: "https://github.com/hashicorp/terraform-provider-aws/issues/11723",
};

const gracePeriod: Refusal = {
  says: (making) =>
    making.inputs["healthCheckGracePeriodSeconds"] !== undefined && balancersOf(making).length === 0
      ? says("Health check grace period is only valid for services configured to use load balancers")
      : undefined,
  source: "https://github.com/hashicorp/terraform-provider-aws/issues/31104",
};

const containerPorts: Refusal = {
  says: (making) => {
    const definition = taskDefinitionOf(making);
    if (definition === undefined) return undefined;
    const containers = containersIn(definition.inputs["containerDefinitions"]);
    for (const { containerName, containerPort } of balancersOf(making)) {
      const container = containers.find(({ name }) => name === containerName);
      if (container === undefined)
        return says(`The container ${textOf(containerName)} does not exist in the task definition.`);
      if (!objectsIn(container["portMappings"]).some((port) => port["containerPort"] === containerPort))
        return says(
          `The container ${textOf(containerName)} did not have a container port ${textOf(containerPort)} defined.`,
        );
    }
    return undefined;
  },
  source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html",
};

const MOST_SUBNETS = 16;
const MOST_GROUPS = 5;

const network: Refusal = {
  says: (making) => {
    if (textOf(taskDefinitionOf(making)?.inputs["networkMode"]) !== "awsvpc") return undefined;
    const { subnets, securityGroups } = membersOf(making.inputs["networkConfiguration"]);
    if (textsIn(subnets).length === 0)
      return says("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
    if (textsIn(subnets).length > MOST_SUBNETS) return says(`subnets can have at most ${MOST_SUBNETS} items.`);
    return textsIn(securityGroups).length > MOST_GROUPS
      ? says(`securityGroups can have at most ${MOST_GROUPS} items.`)
      : undefined;
  },
  source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html",
};

const providersOf = (value: Value | undefined): readonly string[] =>
  objectsIn(value).map(({ capacityProvider }) => textOf(capacityProvider));

const capacity: Refusal = {
  says: (making) => {
    const used = providersOf(making.inputs["capacityProviderStrategies"]);
    if (used.length === 0) return undefined;
    if (making.inputs["launchType"] !== undefined)
      return says(
        "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.",
      );
    const cluster = textOf(making.inputs["cluster"]).split("/").at(-1);
    const associated = declaredAs(making, CAPACITY, cluster);
    return used.every((name) => textsIn(associated?.inputs["capacityProviders"]).includes(name))
      ? undefined
      : says(
          "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. " +
            "Associate the capacity provider with the cluster and try again.",
        );
  },
  source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html: capacityProviderStrategy",
};

/** The provider's own rule, which fails the preview. */
const strategyChange: Refusal = {
  on: ["update"],
  says: ({ inputs, changed }) =>
    changed.includes("capacityProviderStrategies") && inputs["forceNewDeployment"] !== true
      ? "force_new_deployment should be true when capacity_provider_strategy is being updated"
      : undefined,
  source: "ecs/service.go: capacityProviderStrategyCustomizeDiff",
};

const shifting: Refusal = {
  says: (making) => {
    const { strategy = "ROLLING", ...configuration } = membersOf(making.inputs["deploymentConfiguration"]);
    if (strategy === "ROLLING") return undefined;
    if (balancersOf(making).some(({ advancedConfiguration }) => !isObject(advancedConfiguration)))
      return says(
        `advancedConfiguration field is required for all loadBalancers when using a ${textOf(strategy)} deployment.`,
      );
    const own = `${textOf(strategy).toLowerCase()}Configuration`;
    return strategy !== "BLUE_GREEN" && configuration[own] === undefined
      ? says(`${own} is required when using a ${textOf(strategy)} deployment.`)
      : undefined;
  },
  source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html",
};

const noneIsDefault: Equivalence = {
  between: (state, given) => state === given || (state === "NONE" && given === ""),
  source: "ecs/service.go: propagate_tags",
};

/** The steps of a strategy that was left behind are not those of the next deployment. */
const ownSteps: Answer = {
  as: (given) => {
    const { canaryConfiguration: canary, linearConfiguration: linear, ...common } = membersOf(given);
    const { strategy } = common;
    return {
      ...common,
      ...(strategy === "CANARY" && canary !== undefined && { canaryConfiguration: canary }),
      ...(strategy === "LINEAR" && linear !== undefined && { linearConfiguration: linear }),
    };
  },
  source:
    "ecs/service.go: resourceServiceUpdate sends canary_configuration with CANARY alone, linear_configuration with LINEAR alone",
};

const suppressed = "ecs/service.go: SuppressMissingOptionalConfigurationBlock";

const inUse: Refusal = {
  on: ["delete"],
  says: (making) => {
    const users = declaredOf(making, SERVICE).filter(
      ({ inputs }) =>
        textOf(inputs["cluster"]).split("/").at(-1) === making.inputs["clusterName"] &&
        providersOf(inputs["capacityProviderStrategies"]).length > 0,
    );
    return users.length === 0
      ? undefined
      : "ResourceInUseException: The specified capacity provider is in use and cannot be removed.";
  },
  source: "https://github.com/aws/aws-cdk/issues/15366",
};

export const ecsServices: BehaviorTable = {
  [SERVICE]: {
    answers: { deploymentConfiguration: ownSteps },
    equivalences: {
      capacityProviderStrategies: sets("ecs/service.go: a set"),
      loadBalancers: sets("ecs/service.go: a set"),
      networkConfiguration: sets("ecs/service.go: subnets and security_groups are sets"),
      alarms: sets("ecs/service.go: alarm_names is a set"),
      propagateTags: noneIsDefault,
    },
    kept: { alarms: suppressed, deploymentCircuitBreaker: suppressed, deploymentController: suppressed },
    refusals: [
      listenerFirst,
      targetsByAddress,
      gracePeriod,
      containerPorts,
      network,
      capacity,
      strategyChange,
      shifting,
    ],
  },
  [CAPACITY]: {
    equivalences: {
      capacityProviders: sets("ecs/cluster_capacity_providers.go: a set"),
      defaultCapacityProviderStrategies: sets("ecs/cluster_capacity_providers.go: a set"),
    },
    refusals: [inUse],
  },
};
