// Who may call the service, and under which names.
import { cloudrun, cloudrunv2 } from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import type { Place } from "@modelport/google";

/**
 * Lets exactly these members invoke the service; one that was added by hand is drift. A public service has no binding:
 * its check is off (`invokerIamDisabled`), because organizations reject `allUsers` by default since May 2024
 * (cloud.google.com/run/docs/authenticating/public, cloud.google.com/resource-manager/docs/secure-by-default-organizations).
 */
export function bindInvokers(
  name: string,
  invokers: readonly string[],
  { project, location, name: service }: Pick<cloudrunv2.Service, "project" | "location" | "name">,
  options: pulumi.CustomResourceOptions,
): void {
  if (invokers.length === 0) return;
  new cloudrunv2.ServiceIamBinding(
    name,
    { project, location, name: service, role: "roles/run.invoker", members: [...invokers] },
    options,
  );
}

/** Maps a domain to the service, and gives the records that its name server needs, one a line. */
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
    // Google answers 409 if the domain is mapped elsewhere, and the provider retries that until its timeout.
    { ...options, customTimeouts: { create: "5m" } },
  );
  return mapping.statuses.apply((statuses) => {
    const records = (statuses?.[0]?.resourceRecords ?? []).map(({ name: host, type, rrdata }) =>
      [host || "@", type, rrdata].filter(Boolean).join(" "),
    );
    return records.join("\n") || "none yet: run `pulumi refresh`, then `pulumi stack output dnsRecords`";
  });
}
