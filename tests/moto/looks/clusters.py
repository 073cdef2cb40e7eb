"""EKS: clusters, nodes, add-ons and access."""

import json

from calls.clusters import cluster_named, cluster_of, node_group_of, template_of
from calls.names import tag_list

from .needs import key_for_secrets, machines_for, principal, role_for, subnets_for

#: What moto does not keep.
FORGOTTEN_OF_CLUSTER = {
    "accessConfig",
    "bootstrapSelfManagedAddons",
    "computeConfig",
    "deletionProtection",
    "storageConfig",
    "upgradePolicy",
}
FORGOTTEN_OF_NODES = {"nodeRepairConfig", "updateConfig"}

#: https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html
AUTO_MODE = ["AmazonEKSComputePolicy", "AmazonEKSBlockStoragePolicy", "AmazonEKSLoadBalancingPolicy", "AmazonEKSNetworkingPolicy"]
PULL = "AmazonEC2ContainerRegistryPullOnly"


def with_needs(live, declared, needs):
    """A pair of all; `needs` are pairs by name."""
    return (
        {**live, **{name: has for name, (has, _) in needs.items()}},
        {**declared, **{name: need for name, (_, need) in needs.items()}},
    )


def remembered(live, declared, forgotten):
    """What was declared, without what moto forgets."""
    kept = forgotten & live.keys()
    assert kept == set(), f"moto keeps {kept} now: compare it"
    return {name: value for name, value in declared.items() if name not in forgotten}


def cluster(aws, i, _made):
    live = aws("eks").describe_cluster(name=i["name"])["cluster"]
    compute = i["computeConfig"]
    is_auto = compute["enabled"]
    policies = ["AmazonEKSClusterPolicy", *(AUTO_MODE if is_auto else [])]
    needs = {
        "role": role_for(aws, i["roleArn"], "eks.amazonaws.com", policies, tags_sessions=is_auto),
        "network": subnets_for(aws, i["vpcConfig"]["subnetIds"]),
    }
    if is_auto:
        needs["nodes"] = role_for(aws, compute["nodeRoleArn"], "ec2.amazonaws.com", ["AmazonEKSWorkerNodeMinimalPolicy", PULL])
    if "encryptionConfig" in i:
        needs["key"] = key_for_secrets(aws, i["encryptionConfig"]["provider"]["keyArn"])
    return with_needs(live, remembered(live, cluster_of(i), FORGOTTEN_OF_CLUSTER), needs)


def node_group(aws, i, _made):
    live = aws("eks").describe_nodegroup(clusterName=i["clusterName"], nodegroupName=i["nodeGroupName"])["nodegroup"]
    template = i["launchTemplate"]
    # moto accepts any template, and any version of one.
    aws("ec2").describe_launch_template_versions(LaunchTemplateId=template["id"], Versions=[template["version"]])
    processor = "arm64" if "ARM_64" in i["amiType"] else "x86_64"
    of_cluster = cluster_named(aws, i)
    sizes = [i["scalingConfig"][name] for name in ("minSize", "desiredSize", "maxSize")]
    needs = {
        "role": role_for(aws, i["nodeRoleArn"], "ec2.amazonaws.com", ["AmazonEKSWorkerNodePolicy", PULL]),
        "network": subnets_for(aws, [*i["subnetIds"], *of_cluster["resourcesVpcConfig"]["subnetIds"]]),
        "machines": machines_for(aws, i["instanceTypes"], processor, i["subnetIds"]),
        "sizes": (sorted(sizes), sizes),
        "isNewerThanCluster": (minor(i["version"]) > minor(of_cluster["version"]), False),
    }
    return with_needs(live, remembered(live, node_group_of(i), FORGOTTEN_OF_NODES), needs)


def minor(version):
    return int(version.split(".")[1])


def launch_template(aws, i, made):
    [template] = aws("ec2").describe_launch_templates(LaunchTemplateIds=[made["id"]])["LaunchTemplates"]
    [version] = aws("ec2").describe_launch_template_versions(LaunchTemplateId=made["id"])["LaunchTemplateVersions"]
    live, declared = version["LaunchTemplateData"], template_of(i)
    # moto adds the template's own.
    tags = live["TagSpecifications"][: len(declared["TagSpecifications"])]
    return {**live, "TagSpecifications": tags, "tags": template["Tags"]}, {**declared, "tags": tag_list(i["tags"])}


def add_on(aws, i, _made):
    policies = ["AmazonEKS_CNI_Policy"] if i["addonName"] == "vpc-cni" else []
    roles = [each["roleArn"] for each in i.get("podIdentityAssociations", [])]
    needs = {role: role_for(aws, role, "pods.eks.amazonaws.com", policies, tags_sessions=True) for role in roles}
    is_json = is_object(i.get("configurationValues", "{}"))
    return with_needs({"settingsAreJson": is_json}, {"settingsAreJson": True}, needs)


def is_object(text):
    try:
        return isinstance(json.loads(text), dict)
    except json.JSONDecodeError:
        return False


def access_entry(aws, i, _made):
    return principal(aws, i["principalArn"])


def access_policy(_aws, i, _made):
    """It is no policy of IAM."""
    return {"kind": i["policyArn"].split("/")[0]}, {"kind": "arn:aws:eks::aws:cluster-access-policy"}


LOOKS = {
    "aws:ec2/launchTemplate:LaunchTemplate": launch_template,
    "aws:eks/accessEntry:AccessEntry": access_entry,
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": access_policy,
    "aws:eks/addon:Addon": add_on,
    "aws:eks/cluster:Cluster": cluster,
    "aws:eks/nodeGroup:NodeGroup": node_group,
}
