// What the workload refuses of settings that are each valid on their own.
import { environmentRule, type Rule as RuleOf, ruleWords, tagFaults, workersFor } from "@modelport/target-kit";
import { leastMemoryMiB } from "./defaults.ts";
import { workloadVariables } from "./environment.ts";
import type { WorkloadSettings } from "./settings.ts";

type Rule = RuleOf<WorkloadSettings>;

const { is, set, remove } = ruleWords<WorkloadSettings>();

function inOrder(low: keyof WorkloadSettings, high: keyof WorkloadSettings, why: string): Rule {
  return (settings) => {
    const [least, most] = [Number(settings[low]), Number(settings[high])];
    if (least <= most) return {};
    return {
      [low]:
        `${is(low, least)}, but ${is(high, most)}, and ${why}: ` +
        `set it with ${set(low, most)}, or raise the other with ${set(high, least)}.`,
    };
  };
}

const replicasInOrder = inOrder("minReplicas", "maxReplicas", "the autoscaler needs a range");
const vcpusInOrder = inOrder("requestVcpus", "limitVcpus", "a pod cannot reserve more than it may use");
const memoryInOrder = inOrder("requestMemoryMiB", "limitMemoryMiB", "a pod cannot reserve more than it may use");

/** An API server takes a CPU quantity down to one thousandth of a vCPU. */
const vcpusInThousandths: Rule = (settings) => ({
  ...thousandths("requestVcpus", settings),
  ...thousandths("limitVcpus", settings),
});

function thousandths(key: "requestVcpus" | "limitVcpus", settings: WorkloadSettings) {
  const value = settings[key];
  const milli = Math.round(value * 1000);
  if (Math.abs(value * 1000 - milli) <= 1e-9) return {};
  return {
    [key]: `${is(key, value)}, but Kubernetes takes thousandths of a vCPU: set it with ${set(key, milli / 1000)}.`,
  };
}

const memoryForWorkers: Rule = ({ limitVcpus, limitMemoryMiB }) => {
  const workers = workersFor(limitVcpus);
  const least = leastMemoryMiB(limitVcpus);
  if (workers === 1 || limitMemoryMiB >= least) return {};
  return {
    limitMemoryMiB:
      `${is("limitMemoryMiB", limitMemoryMiB)}, but ${is("limitVcpus", limitVcpus)}, on which ${workers} processes serve: ` +
      `set it with ${set("limitMemoryMiB", least)}, or use ${set("limitVcpus", 1)}.`,
  };
};

/** The stack's own namespace does not exist before the first `up`, so it cannot hold Secrets that the pods need then. */
const secretsNeedNamespace: Rule = ({ namespace, imagePullSecret, tlsSecret }) => {
  if (namespace !== undefined) return {};
  const sentence = (key: "imagePullSecret" | "tlsSecret", value: string | undefined) =>
    value === undefined
      ? {}
      : {
          [key]:
            `${is(key, value)}, but the namespace is one that the stack creates, which has no Secrets before the first up: ` +
            `name the one that has it with ${set("namespace", "shop")}, or remove it with ${remove(key)}.`,
        };
  return { ...sentence("imagePullSecret", imagePullSecret), ...sentence("tlsSecret", tlsSecret) };
};

const hostNeedsPublic: Rule = ({ public: isPublic, host }) =>
  isPublic || host === undefined
    ? {}
    : {
        host:
          `${is("host", host)}, but modelport:public is false, and an Ingress or a Gateway opens it to everyone who reaches that: ` +
          `remove it with ${remove("host")}, or let anyone call it with ${set("public", true)}.`,
      };

const routesNeedHost: Rule = (settings) => {
  if (settings.host !== undefined) return {};
  const keys = ["ingressClass", "tlsSecret", "gateway"] as const;
  return Object.fromEntries(
    keys
      .filter((key) => settings[key] !== undefined)
      .map((key) => [
        key,
        `${is(key, settings[key])}, but no host is named: name it with ${set("host", "churn.example.com")}, ` +
          `or remove it with ${remove(key)}.`,
      ]),
  );
};

const gatewayOrIngress: Rule = (settings) => {
  const { gateway } = settings;
  if (gateway === undefined) {
    const { gatewayPolicies: policies, gatewayTls } = settings;
    const needs = `name one with ${set("gateway", "infra/public")}`;
    return {
      ...(policies !== "none" && {
        gatewayPolicies: `${is("gatewayPolicies", policies)}, but no Gateway is named: ${needs}, or remove it with ${remove("gatewayPolicies")}.`,
      }),
      ...(!gatewayTls && {
        gatewayTls: `${is("gatewayTls", false)}, but no Gateway is named: ${needs}, or remove it with ${remove("gatewayTls")}.`,
      }),
    };
  }
  const keys = ["ingressClass", "tlsSecret"] as const;
  return Object.fromEntries(
    keys
      .filter((key) => settings[key] !== undefined)
      .map((key) => [
        key,
        `${is(key, settings[key])}, but ${is("gateway", gateway)}, which takes the place of an Ingress: ` +
          `remove it with ${remove(key)}, or use an Ingress with ${remove("gateway")}.`,
      ]),
  );
};

const corsNeedsPublic: Rule = ({ public: isPublic, corsOrigins }) =>
  isPublic || corsOrigins.length === 0
    ? {}
    : {
        corsOrigins:
          `${is("corsOrigins", corsOrigins)}, but modelport:public is false: browsers outside the cluster cannot reach the Service; ` +
          `stay private with ${remove("corsOrigins")}, or let anyone call it with ${set("public", true)}.`,
      };

/** Syntax: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const labelsAreFree: Rule = ({ labels }) => ({
  labels: tagFaults(labels, {
    key: "labels",
    platform: "Kubernetes",
    name: {
      pattern: /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
      inWords: "up to 63 letters, digits, -, _ and . between letters or digits, after an optional domain and /,",
    },
    value: {
      pattern: /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/,
      inWords: "up to 63 letters, digits, -, _ and . between letters or digits",
      nearest: (value) =>
        value
          .replaceAll(/[^A-Za-z0-9_.-]/g, "-")
          .slice(0, 63)
          .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, ""),
    },
    reserved: {
      pattern: /^app\.kubernetes\.io\/|(^|[./])(kubernetes|k8s)\.io\//,
      inWords: "in kubernetes.io and k8s.io",
    },
  }),
});

/** Names: https://kubernetes.io/docs/concepts/configuration/configmap/#configmaps-and-pods, as keys of a ConfigMap. */
const environmentFits: Rule = environmentRule({
  platform: "Kubernetes",
  variables: workloadVariables,
  reserved: /^(PORT|KUBERNETES_.*)$/,
  name: {
    pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
    inWords: "consists of letters, digits and _, and does not begin with a digit",
  },
  secretStore: "a Secret",
});

export const workloadRules: readonly Rule[] = [
  environmentFits,
  replicasInOrder,
  vcpusInOrder,
  memoryInOrder,
  vcpusInThousandths,
  memoryForWorkers,
  secretsNeedNamespace,
  hostNeedsPublic,
  routesNeedHost,
  gatewayOrIngress,
  corsNeedsPublic,
  labelsAreFree,
];
