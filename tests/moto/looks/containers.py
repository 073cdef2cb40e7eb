"""ECS and its scaling."""

from calls.containers import configuration_of, scaled, task_definition_of
from calls.names import pascal

from .account import log_groups


def cluster_of(aws, name):
    [live] = aws("ecs").describe_clusters(clusters=[name], include=["SETTINGS", "TAGS"])["clusters"]
    return live


def cluster(aws, i, _made):
    return cluster_of(aws, i["name"]), {"clusterName": i["name"], "settings": i["settings"]}


def capacity_providers(aws, i, _made):
    live = cluster_of(aws, i["clusterName"])
    return {"capacityProviders": sorted(live["capacityProviders"])}, {"capacityProviders": sorted(i["capacityProviders"])}


def task_definition(aws, i, made):
    live = aws("ecs").describe_task_definition(taskDefinition=made["arn"])["taskDefinition"]
    declared = task_definition_of(i)
    # They are beside a task definition, not in it.
    del declared["tags"]
    # moto accepts a log group and roles that do not exist.
    [logs] = [each["logConfiguration"]["options"]["awslogs-group"] for each in declared["containerDefinitions"]]
    roles = [role["Arn"] for role in aws("iam").list_roles()["Roles"]]
    used = [declared["executionRoleArn"], declared["taskRoleArn"]]
    there = {"logs": log_groups(aws, logs), "roles": [role for role in used if role in roles]}
    return {**live, **there}, {**declared, "logs": [logs], "roles": used}


def service(aws, i, _made):
    [live] = aws("ecs").describe_services(cluster=i["cluster"], services=[i["name"]])["services"]
    # moto accepts a load balancer in front of a container or a port that the task does not have.
    task = aws("ecs").describe_task_definition(taskDefinition=live["taskDefinition"])["taskDefinition"]
    ports = {(each["name"], port["containerPort"]) for each in task["containerDefinitions"] for port in each["portMappings"]}
    behind = [(each["containerName"], each["containerPort"]) for each in i["loadBalancers"]]
    return {**live, "behind": [port for port in behind if port in ports]}, {
        "behind": behind,
        "serviceName": i["name"],
        "taskDefinition": i["taskDefinition"],
        "desiredCount": i["desiredCount"],
        "loadBalancers": i["loadBalancers"],
        "networkConfiguration": configuration_of(i)["networkConfiguration"],
        "propagateTags": i["propagateTags"],
        "platformVersion": i["platformVersion"],
    }


def scalable_target(aws, i, _made):
    [live] = aws("application-autoscaling").describe_scalable_targets(
        ServiceNamespace=i["serviceNamespace"], ResourceIds=[i["resourceId"]]
    )["ScalableTargets"]
    return live, {"MinCapacity": i["minCapacity"], "MaxCapacity": i["maxCapacity"], **scaled(i)}


def scaling_policy(aws, i, _made):
    found = aws("application-autoscaling").describe_scaling_policies(ServiceNamespace=i["serviceNamespace"])["ScalingPolicies"]
    [live] = [policy for policy in found if policy["PolicyName"] == i["name"]]
    tracking = pascal(i["targetTrackingScalingPolicyConfiguration"])
    return live, {"PolicyType": i["policyType"], "TargetTrackingScalingPolicyConfiguration": tracking, **scaled(i)}


LOOKS = {
    "aws:appautoscaling/policy:Policy": scaling_policy,
    "aws:appautoscaling/target:Target": scalable_target,
    "aws:ecs/cluster:Cluster": cluster,
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": capacity_providers,
    "aws:ecs/service:Service": service,
    "aws:ecs/taskDefinition:TaskDefinition": task_definition,
}
