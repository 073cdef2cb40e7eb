"""Mistakes in a stack of ECS."""

import json

from .changes import with_member

TASK = "aws:ecs/taskDefinition:TaskDefinition"
SERVICE = "aws:ecs/service:Service"


def in_container(change):
    def changed(inputs):
        containers = json.loads(inputs["containerDefinitions"])
        change(containers[0])
        return {**inputs, "containerDefinitions": json.dumps(containers)}

    return changed


MISTAKES = [
    ("no rule forwards to the tasks", "aws:lb/listenerRule:ListenerRule", None, "no listener forwards"),
    ("targets are machines", "aws:lb/targetGroup:TargetGroup", with_member(targetType="instance"), "target type"),
    ("an unknown member of a container", TASK, in_container(lambda one: one.update(memoryMiB=1)), "memoryMiB"),
    (
        "a log group that is not there",
        TASK,
        in_container(lambda one: one["logConfiguration"]["options"].update({"awslogs-group": "elsewhere"})),
        "logs",
    ),
    (
        "a port that the task lacks",
        TASK,
        in_container(lambda one: one["portMappings"][0].update(containerPort=1, hostPort=1)),
        "behind",
    ),
    (
        "a subnet that is not there",
        SERVICE,
        with_member(networkConfiguration={"subnets": ["subnet-1"], "securityGroups": []}),
        "subnet-1",
    ),
    (
        "scaling of a service that is not there",
        "aws:appautoscaling/target:Target",
        with_member(resourceId="service/ecs-moto/elsewhere"),
        "doesn't exist",
    ),
]
