// The APIs of Google Cloud that resources need.
import { inputAt, shown } from "./inputs.ts";
import { called, type Policy } from "./policy.ts";

const apiOf: Readonly<Record<string, string>> = {
  artifactregistry: "artifactregistry",
  cloudfunctionsv2: "cloudfunctions",
  cloudrun: "run",
  cloudrunv2: "run",
  compute: "compute",
  container: "container",
  secretmanager: "secretmanager",
  serviceaccount: "iam",
  storage: "storage",
};
const API = "gcp:projects/service:Service";

export const apisEnabled = {
  name: "apis-enabled",
  title: "a program enables the Google APIs that it needs, and leaves them enabled",
  types: ["gcp:"],
  check: (resource, graph) => {
    if (resource.type === API) {
      const disables = inputAt(resource, "disableOnDestroy");
      return disables === false
        ? []
        : [
            `${called(resource)}: disableOnDestroy is ${shown(disables)}, but must be false: otherwise \`pulumi destroy\` disables the API for the whole project.`,
          ];
    }
    const api = apiOf[/^gcp:(\w+)\//.exec(resource.type)?.[1] ?? ""];
    const needed = `${api}.googleapis.com`;
    if (api === undefined || graph.some(({ type, inputs }) => type === API && inputs["service"] === needed)) return [];
    return [
      `${called(resource)}: nothing enables the API ${needed}: declare a gcp.projects.Service for it, with disableOnDestroy false.`,
    ];
  },
} as const satisfies Policy;
