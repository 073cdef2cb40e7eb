// The stand-in for Kubernetes: answers and refuses as an API server would.
import { answered } from "./facts/behavior.ts";
import { refuseBalancer } from "./facts/eks-balancers.ts";
import { kubernetesOutputs } from "./facts/kubernetes.ts";
import { refuseObject } from "./facts/kubernetes-refusals.ts";
import type { Making } from "./facts/making.ts";
import type { TypeFacts } from "./facts/type-facts.ts";
import { withSecrets } from "./secrets.ts";
import { isObject, mapValues, plain, UNKNOWN, type Value, type Values } from "@modelport/sdk-schema/wire";

/** The rows `answers` of a type say what a cloud's admission makes of its objects. */
export function makeObject(making: Making & { readonly id: string }, inputs: Values, facts: TypeFacts): Values {
  refuseObject(making);
  refuseBalancer(making);
  return withSecrets(answered(kubernetesOutputs(making), making, facts), inputs);
}

export function previewObject(inputs: Values, hasStatus: boolean): Values {
  return hasStatus ? { ...inputs, status: UNKNOWN } : inputs;
}

/**
 * The object in the cluster, as far as the inputs that made it go. The provider compares this with new inputs, so that what
 * something in the cluster has rewritten is a difference at every `up`: Diff and pruneLiveState in
 * https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/provider.go
 */
export function livePart(live: Values, inputs: Values): Values {
  const { stringData: _given, ...others } = inputs;
  const part = mapValues(others, (value, name) => {
    const its = live[name];
    return its === undefined || name.startsWith("__") ? value : pruned(plain(its), plain(value));
  });
  return inputs["stringData"] === undefined ? part : { ...part, stringData: inputs["stringData"] };
}

function pruned(live: Value, shape: Value): Value {
  if (Array.isArray(live) && Array.isArray(shape)) {
    return shape.slice(0, live.length).map((item: Value, index) => pruned(live[index] as Value, item));
  }
  if (!isObject(live) || !isObject(shape)) return live;
  const entries = Object.entries(live).filter(([name]) => name in shape);
  return Object.fromEntries(entries.map(([name, value]) => [name, pruned(value, shape[name] ?? null)]));
}
