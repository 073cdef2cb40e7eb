import { projects } from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";

/** Enables APIs that the stack needs. They stay enabled after `destroy`, because others may use them. */
export function enabledApis<Api extends string>(
  name: string,
  needed: readonly Api[],
  project: string,
  options: pulumi.CustomResourceOptions,
): Readonly<Record<Api, projects.Service>> {
  const enabled = needed.map((api) => [
    api,
    new projects.Service(
      `${name}-api-${api}`,
      { project, service: `${api}.googleapis.com`, disableOnDestroy: false },
      options,
    ),
  ]);
  return Object.fromEntries(enabled) as Record<Api, projects.Service>;
}
