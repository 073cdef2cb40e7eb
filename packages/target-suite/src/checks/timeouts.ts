// What the graph declares agrees with the target's table of timeouts.
import { called, type DeclaredResource, environmentsOf, inputAt, membersOf } from "@modelport/policies";
import { type Timeouts, timeoutsEnvironment } from "@modelport/target-kit";
import type { Check, Finding } from "../check.ts";
import { eachVariant } from "../subject.ts";

/** A property that is, in seconds, a row of the table; `upTo` where the row is the most that it may be. */
interface DeclaredTimeout {
  readonly type: string;
  readonly property: string;
  readonly row: Exclude<keyof Timeouts, "cpuPausedBetweenRequests">;
  readonly upTo?: true;
}

const pods = ["Deployment", "StatefulSet", "DaemonSet"].map((kind) => `kubernetes:apps/v1:${kind}`);

const declaredTimeouts: readonly DeclaredTimeout[] = [
  { type: "aws:lambda/function:Function", property: "timeout", row: "requestSeconds", upTo: true },
  { type: "gcp:cloudrunv2/service:Service", property: "template.timeout", row: "requestSeconds", upTo: true },
  {
    type: "gcp:cloudfunctionsv2/function:Function",
    property: "serviceConfig.timeoutSeconds",
    row: "requestSeconds",
    upTo: true,
  },
  { type: "aws:lb/loadBalancer:LoadBalancer", property: "idleTimeout", row: "frontIdleSeconds" },
  { type: "aws:lb/targetGroup:TargetGroup", property: "deregistrationDelay", row: "deregistrationSeconds" },
  ...pods.map((type) => ({
    type,
    property: "spec.template.spec.terminationGracePeriodSeconds",
    row: "graceSeconds" as const,
  })),
];

/** The rows that the server is told in its environment, in milliseconds. */
const told = ["KEEP_ALIVE_TIMEOUT_MS", "HEADERS_TIMEOUT_MS", "DRAIN_DELAY_MS", "DRAIN_TIMEOUT_MS"];

/** Types whose containers run the server, so that what they leave out is the server's own default. */
const servers = new Set([
  "gcp:cloudrunv2/service:Service",
  "gcp:cloudfunctionsv2/function:Function",
  "aws:ecs/taskDefinition:TaskDefinition",
  "kubernetes:core/v1:ConfigMap",
  ...pods,
]);

/** Pods may have their variables from a ConfigMap, which must then have all of them. */
const readsConfigMap = (resource: DeclaredResource) => membersOf(resource).some(({ key }) => key === "configMapRef");

export const timeoutsDeclared: Check = {
  id: "timeouts-declared",
  title: "what the resources declare is what facts.timeouts says",
  run: (subject) => {
    const timeouts = subject.target.facts.timeouts.value;
    return eachVariant(subject, ({ resources }) =>
      resources
        .filter(({ isComponent }) => !isComponent)
        .flatMap((resource) => [...propertyFaults(resource, timeouts), ...environmentFaults(resource, timeouts)]),
    );
  },
};

function propertyFaults(resource: DeclaredResource, timeouts: Timeouts): readonly Finding[] {
  return declaredTimeouts
    .filter(({ type }) => type === resource.type)
    .flatMap(({ property, row, upTo }) => {
      const seconds = Number.parseFloat(String(inputAt(resource, property)));
      const stated = timeouts[row];
      if (Number.isNaN(seconds))
        return [`${called(resource)}: ${property} is not set, but must be what facts.timeouts has as ${row}.`];
      if (stated === null)
        return [
          `${called(resource)}: ${property} is ${seconds} s, but facts.timeouts has null as ${row}: state it there.`,
        ];
      if (upTo === true ? seconds <= stated : seconds === stated) return [];
      return [
        `${called(resource)}: ${property} is ${seconds} s, but must be ${upTo === true ? "at most " : ""}${stated} s, ` +
          `which facts.timeouts has as ${row}: change one of them.`,
      ];
    });
}

function environmentFaults(resource: DeclaredResource, timeouts: Timeouts): readonly Finding[] {
  const stated = timeoutsEnvironment(timeouts);
  const isServer = servers.has(resource.type) && !readsConfigMap(resource);
  // The variables of a build are not the server's.
  const served = environmentsOf(resource).filter(({ path }) => !path.startsWith("buildConfig."));
  return served.flatMap(({ path, variables }) =>
    told
      .filter((name) => (isServer ? name in stated || name in variables : name in variables))
      .filter((name) => variables[name] !== stated[name])
      .map(
        (name) =>
          `${called(resource)}: ${path} has ${JSON.stringify(variables[name])} as ${name}, but must have ` +
          `${JSON.stringify(stated[name])}, which follows from facts.timeouts: spread timeoutsEnvironment(facts.timeouts.value) there.`,
      ),
  );
}
