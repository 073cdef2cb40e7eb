// Who may ask the service, and under which names.
import { cloudrun, cloudrunv2 } from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import type { Place } from "./place.ts";
import type { CloudRunSettings } from "./settings.ts";

type Access = Pick<CloudRunSettings, "public" | "invokers">;

/** The members that may invoke the service: everybody, those that are named, or none beside the project's own. */
function invokersOf({ public: isPublic, invokers }: Access): readonly string[] {
  return isPublic ? ["allUsers"] : invokers;
}

/** Lets exactly these members invoke the service: one that was added by hand is drift. */
export function bindInvokers(
  name: string,
  access: Access,
  { project, location, name: service }: Pick<cloudrunv2.Service, "project" | "location" | "name">,
  options: pulumi.CustomResourceOptions,
): void {
  const members = [...invokersOf(access)];
  if (members.length === 0) return;
  new cloudrunv2.ServiceIamBinding(
    name,
    { project, location, name: service, role: "roles/run.invoker", members },
    options,
  );
}

/** Leads a domain to the service, and gives the records that its name server must have, one a line. */
export function mapDomain(
  name: string,
  domain: string,
  { project, region }: Place,
  service: pulumi.Output<string>,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const mapping = new cloudrun.DomainMapping(
    name,
    { project, location: region, name: domain, metadata: { namespace: project }, spec: { routeName: service } },
    options,
  );
  return mapping.statuses.apply((statuses) => {
    const records = (statuses?.[0]?.resourceRecords ?? []).map(({ name: host, type, rrdata }) =>
      [host || "@", type, rrdata].filter(Boolean).join(" "),
    );
    return records.join("\n") || "none yet: run `pulumi refresh`, then `pulumi stack output dnsRecords`";
  });
}
