// The APIs of Google Cloud: disabled in a new project, and refused for minutes after they are enabled.
import type { StoredObject } from "../cloud.ts";
import { textOf } from "@modelport/sdk-schema/wire";
import type { Occasion, Refusal } from "./behavior.ts";
import type { Making } from "./making.ts";

const PROJECT_SERVICE = "gcp:projects/service:Service";

const inThisProject = ({ inputs, world }: Pick<Making, "inputs" | "world">) => {
  const project = textOf(inputs["project"]) || world.project;
  return ({ type, inputs: others }: StoredObject): boolean =>
    type === PROJECT_SERVICE && (textOf(others["project"]) || world.project) === project;
};

/** Whether it was enabled before anything was deployed. */
const wasOn = (api: string, { account }: Occasion): boolean =>
  account.enabledApis === "all" || account.enabledApis.includes(api);

/** Google's words: https://cloud.google.com/apis/docs/troubleshooting */
function apiOff(api: string, called: string, { world }: Pick<Making, "world">): string {
  return (
    `googleapi: Error 403: ${called} has not been used in project ${world.projectNumber} before or it is disabled. Enable it by visiting ` +
    `https://console.developers.google.com/apis/api/${api}/overview?project=${world.projectNumber} then retry. If you enabled this API ` +
    "recently, wait a few minutes for the action to propagate to our systems and retry."
  );
}

/** The answer to a call of an API that is disabled, or was enabled a moment ago. */
export function apiRefusal(api: string, called: string, prefix?: string): Refusal {
  return {
    says: (making, occasion) => {
      if (wasOn(api, occasion)) return undefined;
      const isOn = making.others().some((other) => inThisProject(making)(other) && other.inputs["service"] === api);
      const isEarly = isOn && occasion.isEarly(`enabled ${api}`, occasion.account.refusalsAfterEnabling);
      const words = apiOff(api, called, making);
      return isOn && !isEarly ? undefined : prefix === undefined ? words : `${prefix}: ${words}`;
    },
    source: "pulumi/pulumi 7442; transport/error_retry_predicates.go retries 429, 500, 502 and 503, and no 403",
  };
}

/** Enabling lists what is enabled, enables, and reads the project: three calls of two other APIs. */
export const projectServiceRefusals: readonly Refusal[] = [
  {
    on: ["create"],
    says: (making, occasion) =>
      wasOn("serviceusage.googleapis.com", occasion)
        ? undefined
        : `Failed to list enabled services for project ${textOf(making.inputs["project"]) || making.world.project}: ` +
          apiOff("serviceusage.googleapis.com", "Service Usage API", making),
    source: "resourcemanager/resource_google_project_service.go, Create: BatchRequestReadServices comes first",
  },
  {
    on: ["create"],
    says: (making, occasion) =>
      wasOn(textOf(making.inputs["service"]), occasion) || wasOn("cloudresourcemanager.googleapis.com", occasion)
        ? undefined
        : `Error when reading or editing Project Service ${making.name}: ` +
          apiOff("cloudresourcemanager.googleapis.com", "Cloud Resource Manager API", making),
    source:
      "resourcemanager/resource_google_project_service.go, Read: Projects.Get; not where the API was on: issues 6101, 11435",
  },
];
