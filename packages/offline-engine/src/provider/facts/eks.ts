// EKS: names, ids, outputs and what replaces an object. Files are in github.com/hashicorp/terraform-provider-aws, internal/service/eks.
import { fill, type Making } from "./making.ts";
import type { FactsTable } from "./type-facts.ts";

export const CLUSTER = "aws:eks/cluster:Cluster";
export const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
export const ADD_ON = "aws:eks/addon:Addon";
export const ACCESS_ENTRY = "aws:eks/accessEntry:AccessEntry";
export const ACCESS_POLICY = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
export const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** Each change is another version: ec2/ec2_launch_template.go, CustomizeDiff. */
const versionOf = ({ previous, changed }: Making): number => {
  const before = Number(previous?.["latestVersion"] ?? 0);
  return changed.every((name) => VERSIONLESS.has(name)) && before > 0 ? before : before + 1;
};
const VERSIONLESS: ReadonlySet<string> = new Set(["tags", "updateDefaultVersion", "defaultVersion"]);

export const eks: FactsTable = {
  [CLUSTER]: {
    replaceOn: ["roleArn", "bootstrapSelfManagedAddons"],
    // cluster.go, CustomizeDiff: encryption cannot be switched off, and Auto Mode keeps the role of its nodes.
    replaceOnceSet: ["encryptionConfig", "computeConfig.nodeRoleArn"],
    protection: { input: "deletionProtection", byDefault: false },
    outputs: {
      arn: "arn:aws:eks:{region}:{account}:cluster/{name}",
      endpoint: "https://{hex:32}.gr7.{region}.eks.amazonaws.com",
      certificateAuthority: () => ({ data: Buffer.from("certificate of the stand-in").toString("base64") }),
      identities: (making: Making) => [
        { oidcs: [{ issuer: fill("https://oidc.eks.{region}.amazonaws.com/id/{hex:32}", making) }] },
      ],
      status: "ACTIVE",
      platformVersion: "eks.1",
    },
    // ResourceInUseException: https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteCluster.html. Add-ons and access
    // entries go with the cluster.
    neededBy: [NODE_GROUP, "aws:eks/fargateProfile:FargateProfile"],
  },
  [NODE_GROUP]: {
    nameInput: "nodeGroupName",
    longestName: 63,
    uniqueWithin: ["clusterName"],
    replaceOn: ["clusterName", "nodeRoleArn", "subnetIds", "instanceTypes", "amiType", "capacityType", "diskSize"],
    id: "{clusterName}:{name}",
    outputs: { arn: "arn:aws:eks:{region}:{account}:nodegroup/{clusterName}/{name}/{hex:8}", status: "ACTIVE" },
  },
  [ADD_ON]: {
    nameInput: "addonName",
    autoNames: false,
    uniqueWithin: ["clusterName"],
    replaceOn: ["clusterName", "addonName"],
    id: "{clusterName}:{addonName}",
    outputs: {
      arn: "arn:aws:eks:{region}:{account}:addon/{clusterName}/{addonName}/{hex:8}",
      addonVersion: "v1.0.0-eksbuild.1",
    },
  },
  [ACCESS_ENTRY]: {
    nameInput: "principalArn",
    autoNames: false,
    uniqueWithin: ["clusterName"],
    replaceOn: ["clusterName", "principalArn", "type"],
    id: "{clusterName}:{principalArn}",
    outputs: {
      accessEntryArn: "arn:aws:eks:{region}:{account}:access-entry/{clusterName}/{hex:32}",
      userName: "{principalArn}",
    },
  },
  [ACCESS_POLICY]: {
    nameInput: null,
    replaceOn: ["clusterName", "principalArn", "policyArn", "accessScope"],
    id: "{clusterName}#{principalArn}#{policyArn}",
  },
  [LAUNCH_TEMPLATE]: {
    longestName: 128,
    id: "lt-{hex:17}",
    outputs: {
      arn: "arn:aws:ec2:{region}:{account}:launch-template/{id}",
      latestVersion: versionOf,
      defaultVersion: (making) => (making.inputs["updateDefaultVersion"] === true ? versionOf(making) : 1),
    },
    recomputed: { defaultVersion: "ec2/ec2_launch_template.go, Update: update_default_version" },
    unknownAfter: ({ changed }) =>
      changed.every((name) => VERSIONLESS.has(name)) ? [] : ["latestVersion", "defaultVersion"],
  },
};
