"""EKS: clusters, nodes, add-ons and access. Files are in github.com/hashicorp/terraform-provider-aws, internal/service."""

from .missing import Missing
from .names import pascal, present, tag_list

#: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")


def logging_of(i):
    """eks/cluster.go, expandLogging: the logs that are off are named too."""
    enabled = i["enabledClusterLogTypes"]
    disabled = [log for log in LOGS if log not in enabled]
    return {"clusterLogging": [{"enabled": True, "types": enabled}, {"enabled": False, "types": disabled}]}


def cluster_of(i):
    return {
        "name": i["name"],
        "roleArn": i["roleArn"],
        "resourcesVpcConfig": i["vpcConfig"],
        "logging": logging_of(i),
        "bootstrapSelfManagedAddons": i["bootstrapSelfManagedAddons"],
        **present(
            version=i.get("version"),
            accessConfig=i.get("accessConfig"),
            computeConfig=i.get("computeConfig"),
            kubernetesNetworkConfig=i.get("kubernetesNetworkConfig"),
            storageConfig=i.get("storageConfig"),
            upgradePolicy=i.get("upgradePolicy"),
            encryptionConfig=[i["encryptionConfig"]] if "encryptionConfig" in i else None,
            deletionProtection=i.get("deletionProtection"),
            tags=i.get("tags"),
        ),
    }


class Cluster:
    def create(self, aws, i, _files):
        made = aws("eks").create_cluster(**cluster_of(i))["cluster"]
        if i["enabledClusterLogTypes"]:
            log_group_as_eks_does(aws, i["name"])
        return {"id": i["name"], "arn": made["arn"], "endpoint": made["endpoint"]}

    def delete(self, aws, i, _made):
        aws("eks").delete_cluster(name=i["name"])


def log_group_as_eks_does(aws, cluster):
    """EKS makes the group of a cluster that logs, unless it is there, and never deletes it. moto makes none."""
    try:
        aws("logs").create_log_group(logGroupName=f"/aws/eks/{cluster}/cluster")
    except aws("logs").exceptions.ResourceAlreadyExistsException:
        pass


def node_group_of(i):
    names = {"nodeGroupName": "nodegroupName", "nodeRoleArn": "nodeRole", "subnetIds": "subnets"}
    return {names.get(name, name): value for name, value in i.items()}


class NodeGroup:
    def create(self, aws, i, _files):
        made = aws("eks").create_nodegroup(**node_group_of(i))["nodegroup"]
        return {"id": f"{i['clusterName']}:{i['nodeGroupName']}", "arn": made["nodegroupArn"]}

    def delete(self, aws, i, _made):
        aws("eks").delete_nodegroup(clusterName=i["clusterName"], nodegroupName=i["nodeGroupName"])


def template_of(i):
    return {
        "MetadataOptions": pascal(i["metadataOptions"]),
        "BlockDeviceMappings": [
            {"DeviceName": each["deviceName"], "Ebs": disk_of(each["ebs"])} for each in i["blockDeviceMappings"]
        ],
        "TagSpecifications": [
            {"ResourceType": each["resourceType"], "Tags": tag_list(each["tags"])} for each in i["tagSpecifications"]
        ],
    }


def disk_of(ebs):
    """The provider's switches are texts, so that they can be left out."""
    return pascal({name: value == "true" if value in ("true", "false") else value for name, value in ebs.items()})


class LaunchTemplate:
    def create(self, aws, i, _files):
        made = aws("ec2").create_launch_template(
            LaunchTemplateName=i["name"],
            LaunchTemplateData=template_of(i),
            TagSpecifications=[{"ResourceType": "launch-template", "Tags": tag_list(i["tags"])}],
        )["LaunchTemplate"]
        return {"id": made["LaunchTemplateId"]}

    def delete(self, aws, _i, made):
        aws("ec2").delete_launch_template(LaunchTemplateId=made["id"])


def cluster_named(aws, i):
    return aws("eks").describe_cluster(name=i["clusterName"])["cluster"]


def add_on_of(i):
    """eks/addon.go: `resolveConflictsOnUpdate` is for updates alone."""
    more = i.keys() - {"resolveConflictsOnCreate", "resolveConflictsOnUpdate"}
    return {**{name: i[name] for name in more}, **present(resolveConflicts=i.get("resolveConflictsOnCreate"))}


def access_entry_of(i):
    return {("username" if name == "userName" else name): value for name, value in i.items()}


CALLS = {
    "aws:ec2/launchTemplate:LaunchTemplate": LaunchTemplate(),
    "aws:eks/accessEntry:AccessEntry": Missing("eks", "create_access_entry", access_entry_of, cluster_named),
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": Missing("eks", "associate_access_policy", dict, cluster_named),
    "aws:eks/addon:Addon": Missing("eks", "create_addon", add_on_of, cluster_named),
    "aws:eks/cluster:Cluster": Cluster(),
    "aws:eks/nodeGroup:NodeGroup": NodeGroup(),
}
