"""Mistakes in a stack that the simulation must reject, so that its silence means something. Each changes one type of resource."""

import json


def in_container(change):
    def changed(inputs):
        containers = json.loads(inputs["containerDefinitions"])
        change(containers[0])
        return {**inputs, "containerDefinitions": json.dumps(containers)}

    return changed


def with_member(**members):
    return lambda inputs: {**inputs, **members}


TASK = "aws:ecs/taskDefinition:TaskDefinition"
FUNCTION = "aws:lambda/function:Function"
SERVICE = "aws:ecs/service:Service"

#: By target: a title, the type, its inputs with the mistake (None leaves the resource out), and a part of the message.
MISTAKES = {
    "ecs": [
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
    ],
    "lambda": [
        ("the hash of another zip", FUNCTION, with_member(sourceCodeHash="elsewhere"), "CodeSha256"),
        ("less memory than a function has", FUNCTION, with_member(memorySize=64), "MemorySize"),
        ("a role that is not there", FUNCTION, with_member(role="arn:aws:iam::123456789012:role/elsewhere"), "role"),
        (
            "an alias for a version that is not there",
            "aws:lambda/alias:Alias",
            with_member(functionVersion="7"),
            "not found",
        ),
    ],
}


def with_mistake(stack, kind, change):
    """`stack` with the inputs of its resources of type `kind` changed."""
    resources = [
        {**each, "inputs": change(each["inputs"])} if each["type"] == kind else each
        for each in stack["resources"]
        if each["type"] != kind or change is not None
    ]
    return {**stack, "resources": resources}


def try_mistakes(stack, attempt, reset):
    """Calls `attempt` with each mistake of the stack's target; `reset` empties the simulation after each. Returns how many there are."""
    mistakes = MISTAKES[stack["target"]]
    for title, kind, change, part in mistakes:
        try:
            attempt(with_mistake(stack, kind, change))
        except Exception as error:
            assert part in str(error), f"{title}: rejected for another reason: {error}"
        else:
            raise AssertionError(f"{title}: the simulation accepts that mistake")
        finally:
            reset()
    return len(mistakes)
