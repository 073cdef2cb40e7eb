// The stand-in for Kubernetes: answers and refuses as an API server would.
import { kubernetesOutputs } from "./facts/kubernetes.ts";
import { refuseObject } from "./facts/kubernetes-refusals.ts";
import type { Making } from "./facts/making.ts";
import { withSecrets } from "./secrets.ts";
import { UNKNOWN, type Values } from "@modelport/sdk-schema/wire";

export function makeObject(making: Making, inputs: Values): Values {
  refuseObject(making);
  return withSecrets(kubernetesOutputs(making), inputs);
}

export function previewObject(inputs: Values, hasStatus: boolean): Values {
  return hasStatus ? { ...inputs, status: UNKNOWN } : inputs;
}
