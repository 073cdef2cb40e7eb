"""Mistakes in a stack of EKS."""

from .changes import LAST, in_text, with_member, within, without, without_member

CLUSTER = "aws:eks/cluster:Cluster"
NODES = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
ADD_ON = "aws:eks/addon:Addon"
ACCESS = "aws:eks/accessEntry:AccessEntry"
RIGHTS = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
LOGS = "aws:cloudwatch/logGroup:LogGroup"


def trust(old, new):
    return in_text("assumeRolePolicy", f'"{old}"', f'"{new}"')


def without_policy(name):
    return without("policyArn", f"/{name}")


def one_zone(inputs):
    return within("vpcConfig", subnetIds=inputs["vpcConfig"]["subnetIds"][:1])(inputs)


def other_disk(inputs):
    [mapping] = inputs["blockDeviceMappings"]
    return {**inputs, "blockDeviceMappings": [{**mapping, "ebs": {**mapping["ebs"], "volumeType": "gp4"}}]}


NO_KEY = {"keyArn": "arn:aws:kms:eu-west-1:123456789012:alias/elsewhere"}
TOO_FEW = {"minSize": 1, "desiredSize": 3, "maxSize": 2}

OF_CLUSTER = [
    ("a kind of logs that EKS does not have", CLUSTER, with_member(enabledClusterLogTypes=["audits"]), "'audits'"),
    ("logs that are no list", CLUSTER, with_member(enabledClusterLogTypes="audit"), "clusterLogging[0].types"),
    ("a log group after its cluster", LOGS, LAST, "already exists"),
    ("a log group of another name", LOGS, with_member(name="/aws/eks/x/cluster"), "/aws/eks/eks-moto/cluster"),
    ("support that EKS does not have", CLUSTER, with_member(upgradePolicy={"supportType": "NONE"}), "supportType is 'NONE'"),
    ("an unknown member of a cluster", CLUSTER, within("accessConfig", mode="API"), 'in accessConfig: "mode"'),
    ("a name that EKS does not allow", CLUSTER, with_member(name="-eks"), "name is '-eks'"),
    ("a subnet that is not there", CLUSTER, within("vpcConfig", subnetIds=["subnet-1"]), "subnet-1"),
    ("one zone", CLUSTER, one_zone, "inTwoZones"),
    ("a key that is not there", CLUSTER, within("encryptionConfig", provider=NO_KEY), "alias/elsewhere"),
]

OF_ROLES = [
    ("a role that is no ARN", CLUSTER, with_member(roleArn="eks-role"), "Invalid Role Arn"),
    ("a role that is not there", CLUSTER, with_member(roleArn="arn:aws:iam::123456789012:role/elsewhere"), "elsewhere"),
    ("a role that EKS may not assume", ROLE, trust("eks.amazonaws.com", "ecs.amazonaws.com"), "role.eks.amazonaws.com"),
    ("a role that instances may not assume", ROLE, trust("ec2.amazonaws.com", "eks.amazonaws.com"), "role.ec2.amazonaws.com"),
    ("pods that may not tag their sessions", ROLE, trust("sts:TagSession", "sts:SetContext"), ".pods.eks.amazonaws.com"),
    ("a policy that AWS does not have", POLICY, in_text("policyArn", "EKSCluster", "EKSClusters"), "does not exist"),
    ("a cluster without its policy", POLICY, without_policy("AmazonEKSClusterPolicy"), "role.policies"),
    ("Auto Mode without one of its policies", POLICY, without_policy("AmazonEKSNetworkingPolicy"), "role.policies"),
    ("nodes that may not join", POLICY, without_policy("AmazonEKSWorkerNodePolicy"), "role.policies"),
    ("nodes of Auto Mode that may not join", POLICY, without_policy("AmazonEKSWorkerNodeMinimalPolicy"), "nodes.policies"),
    ("nodes that may not pull", POLICY, without_policy("AmazonEC2ContainerRegistryPullOnly"), "role.policies"),
    ("a network plugin without rights", POLICY, without_policy("AmazonEKS_CNI_Policy"), "vpc-cni"),
]

OF_NODES = [
    ("nodes before their cluster", CLUSTER, LAST, "No cluster found"),
    ("nodes of another cluster", NODES, with_member(clusterName="elsewhere"), "No cluster found"),
    ("nodes in a subnet that is not there", NODES, with_member(subnetIds=["subnet-1"]), "subnet-1"),
    ("a launch template that is not there", NODES, within("launchTemplate", id="lt-0"), "ID lt-0"),
    ("a version that the template does not have", NODES, within("launchTemplate", version="2"), "VersionNotFound"),
    ("a disk outside of the template", NODES, with_member(diskSize=20), "within the launch template"),
    ("images that EKS does not have", NODES, with_member(amiType="AL2023_X86_64"), "amiType is 'AL2023_X86_64'"),
    ("images for another processor", NODES, with_member(amiType="AL2023_ARM_64_STANDARD"), "arm64"),
    ("a type of machines that AWS does not have", NODES, with_member(instanceTypes=["t3.tiny"]), "t3.tiny"),
    ("more nodes than the most", NODES, with_member(scalingConfig=TOO_FEW), "sizes"),
    ("nodes that are newer than their cluster", NODES, with_member(version="1.99"), "isNewerThanCluster"),
    ("updates that never begin", NODES, with_member(updateConfig={"maxUnavailable": 0}), "updateConfig.maxUnavailable"),
    ("a disk that AWS does not have", TEMPLATE, other_disk, "VolumeType is 'gp4'"),
    ("a metadata service that AWS does not have", TEMPLATE, within("metadataOptions", httpTokens="always"), "HttpTokens"),
]

OF_ADD_ONS = [
    ("an add-on of another cluster", ADD_ON, with_member(clusterName="elsewhere"), "No cluster found"),
    ("an unknown member of an add-on", ADD_ON, with_member(configuration="{}"), 'in input: "configuration"'),
    ("settings that are no JSON", ADD_ON, with_member(configurationValues="enableNetworkPolicy: true"), "settingsAreJson"),
    ("conflicts that nobody resolves", ADD_ON, with_member(resolveConflictsOnCreate="FORCE"), "resolveConflicts is 'FORCE'"),
]

OF_ACCESS = [
    ("an administrator without a name", ACCESS, without_member("principalArn"), "principalArn"),
    ("rights in something else", RIGHTS, with_member(accessScope={"type": "account"}), "accessScope.type is 'account'"),
    ("rights by a policy of IAM", RIGHTS, in_text("policyArn", "eks::aws:cluster-access-policy", "iam::aws:policy"), "kind"),
]

MISTAKES = [*OF_CLUSTER, *OF_ROLES, *OF_NODES, *OF_ADD_ONS, *OF_ACCESS]
