import { imageRepository } from "@modelport/aws";
import { Workload } from "@modelport/kubernetes-workload/component";
import { type Place, workloadObjects } from "@modelport/kubernetes-workload/objects";
import type { DeployableArtifact } from "@modelport/target-kit";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { EksSettings } from "../settings.ts";
import { facesInternet } from "../usage.ts";
import type { ExistingCluster } from "./existing-cluster.ts";
import { type Account, type ClusterAccess, kubeconfigOf } from "./kubeconfig.ts";
import { balancedService } from "./load-balancer.ts";
import type { Network } from "./network.ts";
import { OwnCluster } from "./own-cluster.ts";

export interface DeploymentArgs {
  readonly artifact: DeployableArtifact;
  readonly settings: EksSettings;
  readonly access: Account;
  /** The cluster to deploy into; otherwise the stack has one of its own in `network`. */
  readonly existing: ExistingCluster | undefined;
  readonly network: Network | undefined;
  readonly place: Place;
  /** The app's variables, without the artifact's digest. */
  readonly environment: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A cluster, the image in a repository that its nodes pull from, and the workload that runs it. */
export class Deployment extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly imageReference: pulumi.Output<string>;
  readonly clusterName: pulumi.Output<string>;

  constructor(name: string, args: DeploymentArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:eks:Deployment", name, {}, options);
    const { artifact, tags } = args;
    const child = { parent: this };
    const { image } = imageRepository(`${name}-images`, { artifact, tags }, child);
    this.imageReference = image.reference;
    const { access, ready } = this.#cluster(name, args);
    this.clusterName = access.name;
    const provider = new kubernetes.Provider(
      `${name}-kubernetes`,
      {
        kubeconfig: pulumi
          .all([access.name, access.endpoint, access.certificateAuthority])
          .apply(([cluster, endpoint, certificateAuthority]) =>
            kubeconfigOf({ name: cluster, endpoint, certificateAuthority }, args.access),
          ),
        // Another profile is the same cluster; another cluster of the same name is not.
        clusterIdentifier: access.endpoint,
      },
      child,
    );
    const workload = new Workload(
      name,
      { target: "eks", objects: this.#objects(args), podsWaitFor: [image, ...ready] },
      { ...child, providers: { kubernetes: provider } },
    );
    this.url = workload.url;
    this.registerOutputs({ url: this.url, imageReference: this.imageReference, clusterName: this.clusterName });
  }

  #cluster(name: string, { settings, existing, network, tags }: DeploymentArgs) {
    if (existing === undefined && network !== undefined)
      return new OwnCluster(name, { settings, network, tags }, { parent: this });
    const { name: clusterName = "", endpoint = "", certificateAuthority = "" } = existing ?? {};
    const access: ClusterAccess = {
      name: pulumi.output(clusterName),
      endpoint: pulumi.output(endpoint),
      certificateAuthority: pulumi.output(certificateAuthority),
    };
    return { access, ready: [] };
  }

  #objects({ artifact, settings, existing, network, place, environment, tags }: DeploymentArgs) {
    const isOpen = facesInternet(settings);
    const isAuto = existing?.isAuto ?? settings.autoMode;
    const subnetIds = network?.balancerSubnetIds ?? [];
    return workloadObjects({
      place,
      // Callers from some ranges need the same load balancer as everyone does.
      settings: { ...settings, public: settings.public || isOpen },
      image: { reference: this.imageReference, digest: artifact.digest, pullPolicy: "IfNotPresent" as const },
      environment,
      // The image is for x86_64; in an existing cluster other nodes may be there too.
      nodeSelector: { "kubernetes.io/arch": "amd64" },
      ...(isOpen && { service: balancedService(settings, { isAuto, subnetIds, tags }) }),
    });
  }
}
