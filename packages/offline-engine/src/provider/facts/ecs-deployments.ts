// How a deployment of ECS ends, and what the provider says of it while it waits for a steady state: docs/adr/0055. Files are in
// github.com/hashicorp/terraform-provider-aws, internal/service/ecs.
import { membersOf, textOf, type Values } from "@modelport/sdk-schema/wire";
import type { BehaviorTable, Occasion, Refusal, Reversal } from "./behavior.ts";
import { SERVICE } from "./ecs-services.ts";
import { whyTasksFail } from "./ecs-tasks.ts";
import type { Making } from "./making.ts";

/** Changes of these start new tasks: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
const STARTS_TASKS = new Set([
  "capacityProviderStrategies",
  "enableExecuteCommand",
  "loadBalancers",
  "networkConfiguration",
  "platformVersion",
  "taskDefinition",
  "triggers",
]);

const isOn = (inputs: Values, block: string): boolean => {
  const { enable, rollback } = membersOf(inputs[block]);
  return enable === true && rollback === true;
};

/** Whether ECS goes back to the last deployment that was complete. */
const rollsBack = ({ inputs, previous }: Making): boolean =>
  previous !== undefined && (isOn(inputs, "deploymentCircuitBreaker") || isOn(inputs, "alarms"));

function failure(making: Making, { account }: Occasion): string | undefined {
  const isDeployment = making.previous === undefined || making.changed.some((input) => STARTS_TASKS.has(input));
  return isDeployment ? whyTasksFail(making, account) : undefined;
}

const waits = ({ inputs }: Making): boolean => inputs["waitForSteadyState"] === true;

const nameOf = ({ previous, name }: Making): string => textOf(previous?.["arn"]) || name;

const isNoticed = ({ account }: Occasion): boolean => account.rollbacks === "noticed";

/** The provider fails, and its state has the new task definition although ECS runs the old one. */
const noticed: Refusal = {
  on: ["update"],
  late: { inputs: ["taskDefinition"] },
  says: (making, occasion) => {
    const why = rollsBack(making) && waits(making) && isNoticed(occasion) ? failure(making, occasion) : undefined;
    return (
      why &&
      `waiting for ECS Service (${nameOf(making)}) update: Service deployment rolled back because the circuit breaker threshold was exceeded. (${why})`
    );
  },
  source:
    "ecs/service.go: findDeploymentStatus makes ROLLBACK_SUCCESSFUL an error; resourceServiceUpdate returns it as it is",
};

/** Without a deployment to go back to, ECS keeps starting tasks, and the provider waits in vain. */
const stalled: Refusal = {
  late: {},
  says: (making, occasion) => {
    const why = !rollsBack(making) && waits(making) ? failure(making, occasion) : undefined;
    return (
      why &&
      `waiting for ECS Service (${nameOf(making)}) ${occasion.operation}: timeout while waiting for state to become 'tfSTABLE' ` +
        `(last state: 'tfPENDING', timeout: 20m0s) (${why})`
    );
  },
  source:
    "ecs/service.go: waitServiceStable; https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
};

/** The provider succeeds; if it waited, its state has the old task definition. */
const unnoticed: Reversal = {
  inputs: ["taskDefinition"],
  happens: (making, occasion) =>
    rollsBack(making) && !(waits(making) && isNoticed(occasion)) && failure(making, occasion) !== undefined,
  isSeen: waits,
  source:
    "https://github.com/hashicorp/terraform-provider-aws/issues/20858, https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/325",
};

export const ecsDeployments: BehaviorTable = { [SERVICE]: { refusals: [noticed, stalled], reversal: unnoticed } };
