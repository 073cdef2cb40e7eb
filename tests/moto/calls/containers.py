"""ECS and its scaling."""

import json

from .names import pascal, present


def ecs_tags(i):
    return [{"key": key, "value": value} for key, value in i["tags"].items()]


class Cluster:
    def create(self, aws, i, _files):
        made = aws("ecs").create_cluster(clusterName=i["name"], settings=i["settings"], tags=ecs_tags(i))["cluster"]
        return {"id": made["clusterArn"], "arn": made["clusterArn"], "name": i["name"]}

    def delete(self, aws, _i, made):
        aws("ecs").delete_cluster(cluster=made["id"])


class ClusterCapacityProviders:
    def create(self, aws, i, _files):
        self.put(aws, i, i["capacityProviders"], i.get("defaultCapacityProviderStrategies", []))
        return {"id": i["clusterName"]}

    def delete(self, aws, i, _made):
        self.put(aws, i, [], [])

    def put(self, aws, i, providers, strategy):
        aws("ecs").put_cluster_capacity_providers(
            cluster=i["clusterName"], capacityProviders=providers, defaultCapacityProviderStrategy=strategy
        )


def task_definition_of(i):
    return {
        "family": i["family"],
        "containerDefinitions": json.loads(i["containerDefinitions"]),
        "cpu": i["cpu"],
        "memory": i["memory"],
        "networkMode": i["networkMode"],
        "requiresCompatibilities": i["requiresCompatibilities"],
        "executionRoleArn": i["executionRoleArn"],
        "taskRoleArn": i["taskRoleArn"],
        "runtimePlatform": i["runtimePlatform"],
        "volumes": i.get("volumes", []),
        "tags": ecs_tags(i),
    }


class TaskDefinition:
    """botocore checks the containers member by member, which neither the SDK nor the provider does."""

    def create(self, aws, i, _files):
        made = aws("ecs").register_task_definition(**task_definition_of(i))["taskDefinition"]
        return {"id": made["taskDefinitionArn"], "arn": made["taskDefinitionArn"]}

    def delete(self, aws, _i, made):
        aws("ecs").deregister_task_definition(taskDefinition=made["id"])


MINUTES = ("bakeTimeInMinutes", "canaryBakeTimeInMinutes", "stepBakeTimeInMinutes")


def with_numbers(configuration):
    """The provider's minutes are texts, so that they can be unknown."""
    if not isinstance(configuration, dict):
        return configuration
    return {key: int(value) if key in MINUTES else with_numbers(value) for key, value in configuration.items()}


def configuration_of(i):
    """How a service replaces its tasks, and where they run."""
    network = {**i["networkConfiguration"]}
    network["assignPublicIp"] = "ENABLED" if network.get("assignPublicIp") else "DISABLED"
    deployment = present(
        maximumPercent=i.get("deploymentMaximumPercent"),
        minimumHealthyPercent=i.get("deploymentMinimumHealthyPercent"),
        deploymentCircuitBreaker=i.get("deploymentCircuitBreaker"),
        alarms=i.get("alarms"),
        **with_numbers(i.get("deploymentConfiguration", {})),
    )
    return {"networkConfiguration": {"awsvpcConfiguration": network}, "deploymentConfiguration": deployment}


def must_be_reachable(aws, i):
    """Rejects what AWS rejects and moto does not: a target group of no load balancer, and targets that are not addresses, which
    tasks with a network interface of their own are. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb.html
    """
    for arn in (each["targetGroupArn"] for each in i["loadBalancers"]):
        [group] = aws("elbv2").describe_target_groups(TargetGroupArns=[arn])["TargetGroups"]
        assert group["LoadBalancerArns"] != [], f"no listener forwards to the target group {arn}"
        assert group["TargetType"] == "ip", f"the target type of {arn} is {group['TargetType']}, which Fargate does not support"


class Service:
    def create(self, aws, i, _files):
        must_be_reachable(aws, i)
        made = aws("ecs").create_service(
            cluster=i["cluster"],
            serviceName=i["name"],
            taskDefinition=i["taskDefinition"],
            desiredCount=i["desiredCount"],
            loadBalancers=i["loadBalancers"],
            healthCheckGracePeriodSeconds=i["healthCheckGracePeriodSeconds"],
            propagateTags=i["propagateTags"],
            enableECSManagedTags=i["enableEcsManagedTags"],
            enableExecuteCommand=i["enableExecuteCommand"],
            tags=ecs_tags(i),
            **configuration_of(i),
            **present(
                capacityProviderStrategy=i.get("capacityProviderStrategies"),
                launchType=i.get("launchType"),
                platformVersion=i.get("platformVersion"),
                availabilityZoneRebalancing=i.get("availabilityZoneRebalancing"),
            ),
        )["service"]
        return {"id": made["serviceArn"], "arn": made["serviceArn"], "name": i["name"]}

    def delete(self, aws, i, _made):
        aws("ecs").update_service(cluster=i["cluster"], service=i["name"], desiredCount=0)
        aws("ecs").delete_service(cluster=i["cluster"], service=i["name"])


def scaled(i):
    names = ("serviceNamespace", "resourceId", "scalableDimension")
    return pascal({name: i[name] for name in names})


class ScalableTarget:
    def create(self, aws, i, _files):
        aws("application-autoscaling").register_scalable_target(
            MinCapacity=i["minCapacity"], MaxCapacity=i["maxCapacity"], **scaled(i)
        )
        return {"id": i["resourceId"]}

    def delete(self, aws, i, _made):
        aws("application-autoscaling").deregister_scalable_target(**scaled(i))


class ScalingPolicy:
    def create(self, aws, i, _files):
        aws("application-autoscaling").put_scaling_policy(
            PolicyName=i["name"],
            PolicyType=i["policyType"],
            TargetTrackingScalingPolicyConfiguration=pascal(i["targetTrackingScalingPolicyConfiguration"]),
            **scaled(i),
        )
        return {"id": i["name"]}

    def delete(self, aws, i, _made):
        aws("application-autoscaling").delete_scaling_policy(PolicyName=i["name"], **scaled(i))


CALLS = {
    "aws:appautoscaling/policy:Policy": ScalingPolicy(),
    "aws:appautoscaling/target:Target": ScalableTarget(),
    "aws:ecs/cluster:Cluster": Cluster(),
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": ClusterCapacityProviders(),
    "aws:ecs/service:Service": Service(),
    "aws:ecs/taskDefinition:TaskDefinition": TaskDefinition(),
}
