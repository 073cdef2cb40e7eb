// Who may call a Cloud Run service, under which names, and where its own requests go.
import { impersonated, type RequestAuth } from "@modelport/target-kit";
import { cloudrun, cloudrunv2 } from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "./place.ts";

/** What a service demands of a request: an identity token of the account that the provider uses, unless it is public. */
export function authOf({ public: isPublic }: { readonly public: boolean }, stack: string): RequestAuth {
  if (isPublic) return { kind: "none" };
  return { kind: "google-identity-token", ...impersonated(pulumi.runtime.allConfig(), stack) };
}

/** A service by its name and place. */
export interface ServiceName {
  readonly project: pulumi.Input<string>;
  readonly location: pulumi.Input<string>;
  readonly name: pulumi.Input<string>;
}

/** Lets exactly these members invoke the service; one that was added by hand is drift. */
export function bindInvokers(
  name: string,
  invokers: readonly string[],
  { project, location, name: service }: ServiceName,
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
  service: pulumi.Input<string>,
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

/** Where something is in a VPC. */
export interface Network {
  readonly network?: string | undefined;
  readonly subnetwork?: string | undefined;
}

/**
 * The interface in a VPC, if one is named. States both members as far as they are known: Cloud Run's provider keeps what an
 * interface leaves out (Optional + Computed in terraform-provider-google resource_cloud_run_v2_service.go), so that a new
 * network would keep the old one's subnetwork.
 */
export function networkInterface({ network, subnetwork: named }: Network, region: string): Network | undefined {
  const subnetwork = named ?? (network === undefined ? undefined : subnetworkOf(network, region));
  return subnetwork === undefined ? undefined : { ...(network === undefined ? {} : { network }), subnetwork };
}

/** Google's default, which has the name of the network (run.googleapis.com v2, NetworkInterface). */
function subnetworkOf(network: string, region: string): string {
  const [, host, name] = /^(projects\/[^/]+)\/global\/networks\/(.+)$/.exec(network) ?? [];
  return host === undefined ? network : `${host}/regions/${region}/subnetworks/${name}`;
}
