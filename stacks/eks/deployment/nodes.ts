import { ec2, eks } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksSettings } from "../settings.ts";
import { DISK_GB } from "../sizes.ts";
import type { Network } from "./network.ts";
import type { Roles } from "./roles.ts";

export interface NodesArgs {
  readonly cluster: eks.Cluster;
  readonly settings: Pick<EksSettings, "kubernetesVersion" | "nodeType" | "nodes">;
  readonly network: Network;
  readonly roles: Roles;
  /** Add-ons that nodes need to become ready, and until they are gone. */
  readonly after: readonly pulumi.Resource[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A managed node group, spread over the zones of its subnets. */
export class Nodes extends pulumi.ComponentResource {
  readonly group: eks.NodeGroup;

  constructor(name: string, args: NodesArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:eks:Nodes", `${name}-node-group`, {}, options);
    const { cluster, settings, network, roles, after, tags } = args;
    const { nodes: size } = settings;
    const child = { parent: this };
    const template = launchTemplate(name, tags, child);
    // Its name is generated, so that another type of nodes takes over before the old ones are drained.
    this.group = new eks.NodeGroup(
      `${name}-nodes`,
      {
        clusterName: cluster.name,
        nodeRoleArn: roles.nodes.arn,
        subnetIds: [...network.subnetIds],
        version: settings.kubernetesVersion,
        amiType: "AL2023_x86_64_STANDARD",
        capacityType: "ON_DEMAND",
        instanceTypes: [settings.nodeType],
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        // Nothing else decides: an update starts the new node before it drains an old one.
        scalingConfig: { desiredSize: size, minSize: size, maxSize: size },
        updateConfig: { maxUnavailable: 1 },
        nodeRepairConfig: { enabled: true },
        tags,
      },
      { ...child, dependsOn: [...roles.rights, ...after] },
    );
    this.registerOutputs({});
  }
}

/**
 * With one hop, IMDSv2 answers the node and no pod, which could take the node's role otherwise:
 * https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
 */
function launchTemplate(
  name: string,
  tags: Readonly<Record<string, string>>,
  child: pulumi.CustomResourceOptions,
): ec2.LaunchTemplate {
  return new ec2.LaunchTemplate(
    `${name}-node`,
    {
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          // The root of Amazon Linux.
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: DISK_GB.nodeGroup, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
      tags,
    },
    child,
  );
}
