import { projects } from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";

const NEEDED = ["artifactregistry", "iam", "run"] as const;

export type Apis = Readonly<Record<(typeof NEEDED)[number], projects.Service>>;

/** Enables the APIs that the project needs. They stay enabled after `destroy`, because others may use them. */
export function enabledApis(name: string, project: string, options: pulumi.CustomResourceOptions): Apis {
  const enabled = NEEDED.map((api) => [
    api,
    new projects.Service(
      `${name}-api-${api}`,
      { project, service: `${api}.googleapis.com`, disableOnDestroy: false },
      options,
    ),
  ]);
  return Object.fromEntries(enabled) as Apis;
}
