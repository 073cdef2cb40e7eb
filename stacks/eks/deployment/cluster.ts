import { cloudwatch, eks, type iam } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksSettings } from "../settings.ts";
import type { ClusterAccess } from "./kubeconfig.ts";
import { KEY_TAG } from "./live-cluster.ts";
import type { Network } from "./network.ts";
import type { Roles } from "./roles.ts";

export interface ClusterArgs {
  readonly settings: EksSettings;
  readonly network: Network;
  readonly roles: Roles;
  readonly tags: Readonly<Record<string, string>>;
}

/** The control plane, and the log group that it writes to, which EKS would make without a retention. */
export class Cluster extends pulumi.ComponentResource {
  readonly cluster: eks.Cluster;
  readonly access: ClusterAccess;

  constructor(name: string, args: ClusterArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:eks:Cluster", `${name}-control-plane`, {}, options);
    const { settings, network, roles, tags } = args;
    const child = { parent: this };
    const logs = new cloudwatch.LogGroup(
      `${name}-logs`,
      { name: `/aws/eks/${name}/cluster`, retentionInDays: settings.logRetentionDays, tags },
      child,
    );
    this.cluster = new eks.Cluster(
      `${name}-cluster`,
      {
        // The log group has it, and commands for people do.
        name,
        roleArn: roles.cluster.arn,
        version: settings.kubernetesVersion,
        // At the end of standard support EKS upgrades the cluster; its own default would start to bill six times as much.
        upgradePolicy: { supportType: settings.extendedSupport ? "EXTENDED" : "STANDARD" },
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
        // The stack's add-ons are all that there are.
        bootstrapSelfManagedAddons: false,
        vpcConfig: { subnetIds: [...network.subnetIds], ...apiAccess(settings) },
        ...computing(settings.autoMode, roles.nodes),
        enabledClusterLogTypes: settings.clusterLogs,
        ...(settings.secretsKeyArn !== undefined && {
          encryptionConfig: { provider: { keyArn: settings.secretsKeyArn }, resources: ["secrets"] },
        }),
        deletionProtection: settings.deletionProtection,
        // The preflight finds the key here, because the provider does not tell which one a cluster has.
        tags: { ...tags, ...(settings.secretsKeyArn !== undefined && { [KEY_TAG]: settings.secretsKeyArn }) },
      },
      { ...child, dependsOn: [logs, ...roles.rights] },
    );
    this.access = {
      name: this.cluster.name,
      endpoint: this.cluster.endpoint,
      certificateAuthority: this.cluster.certificateAuthority.data,
    };
    this.registerOutputs({});
  }
}

const EVERYWHERE = ["0.0.0.0/0"];

/** Nodes always use the address inside of the VPC. */
function apiAccess({ apiCidrs, apiPrivate, apiOpen }: EksSettings) {
  return {
    endpointPrivateAccess: true,
    endpointPublicAccess: !apiPrivate,
    // Left out, the provider would keep earlier ranges: without the endpoint, everyone's are those that EKS has.
    publicAccessCidrs: apiPrivate || apiOpen ? EVERYWHERE : apiCidrs,
  };
}

/** All three of Auto Mode are on or off together: https://docs.aws.amazon.com/eks/latest/userguide/automode-get-started-cli.html */
function computing(enabled: boolean, nodes: iam.Role) {
  return {
    computeConfig: enabled
      ? { enabled, nodePools: ["general-purpose", "system"], nodeRoleArn: nodes.arn }
      : { enabled },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled } },
    storageConfig: { blockStorage: { enabled } },
  };
}
