"""Creates what stacks declare in a simulated AWS, checks it there, and deletes it: `replay.py stacks.json`.

stacks.json: [{title, zip, resources: [{type, name, inputs, outputs}]}], resources in the order of their dependencies.
botocore checks every call against AWS's own description of its interface, moto whether what it refers to is there. Neither
evaluates permissions or runs the function.
"""

import json
import logging
import sys
from pathlib import Path

import boto3
from calls import CALLS
from moto.server import ThreadedMotoServer

REGION = "eu-west-1"

#: What moto does not simulate.
NOT_SIMULATED = {"aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"}


def connect(endpoint):
    clients = {}

    def aws(service):
        if service not in clients:
            clients[service] = boto3.client(
                service,
                endpoint_url=endpoint,
                region_name=REGION,
                aws_access_key_id="simulated",
                aws_secret_access_key="simulated",
            )
        return clients[service]

    return aws


def renamed(value, names):
    """`value` with the ids and ARNs of the engine's stand-in replaced by those of the simulated AWS."""
    text = json.dumps(value)
    for old, new in names.items():
        text = text.replace(json.dumps(old)[1:-1], json.dumps(new)[1:-1])
    return json.loads(text)


def given(inputs):
    return {name: value for name, value in inputs.items() if value is not None and not name.startswith("__")}


def create(aws, stack):
    names = {}
    files = {"zip": Path(stack["zip"]).read_bytes()}
    made = []
    for resource in stack["resources"]:
        if resource["type"] in NOT_SIMULATED:
            print(f"{stack['title']}: not simulated: {resource['type']}")
            continue
        inputs = renamed(given(resource["inputs"]), names)
        if resource["type"] == "aws:lambda/permission:Permission":
            inputs.setdefault("statementId", f"pulumi-{len(made)}")
        try:
            outputs = CALLS[resource["type"]].create(aws, inputs, files)
        except Exception as error:
            sys.exit(f"{resource['type']} {resource['name']}: {error}")
        for name, value in outputs.items():
            old = resource["id"] if name == "id" else resource["outputs"].get(name)
            if isinstance(old, str) and len(old) > 5 and old != value:
                names[old] = value
        made.append((resource, inputs, outputs))
    return made


def look(aws, made):
    """Checks what the simulated AWS reports about the function."""
    of = lambda kind: [inputs for resource, inputs, _ in made if resource["type"] == kind]
    [function] = of("aws:lambda/function:Function")
    live = aws("lambda").get_function(FunctionName=function["name"], Qualifier="live")["Configuration"]
    assert live["MemorySize"] == function["memorySize"], live
    assert live["Timeout"] == function["timeout"], live
    assert live["Environment"]["Variables"] == function["environment"]["variables"], live
    assert live["Role"] == function["role"], live
    assert live["Version"] == "1", live
    if function["packageType"] == "Zip":
        assert live["CodeSha256"] == function["sourceCodeHash"], "the zip is not the one that was declared"
    statements = json.loads(aws("lambda").get_policy(FunctionName=function["name"], Qualifier="live")["Policy"])["Statement"]
    assert sorted(one["Action"] for one in statements) == sorted(
        one["action"] for one in of("aws:lambda/permission:Permission")
    ), statements
    for url in of("aws:lambda/functionUrl:FunctionUrl"):
        endpoint = aws("lambda").get_function_url_config(FunctionName=function["name"], Qualifier="live")
        assert endpoint["AuthType"] == url["authorizationType"], endpoint
    [group] = aws("logs").describe_log_groups()["logGroups"]
    assert group["retentionInDays"] == 30, group
    assert group["logGroupName"] == function["loggingConfig"]["logGroup"], group
    alarms = aws("cloudwatch").describe_alarms()["MetricAlarms"]
    assert {alarm["MetricName"] for alarm in alarms} == {"Errors", "Duration", "Throttles"}, alarms
    for alarm in alarms:
        assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": function["name"]}], alarm


def gone(aws):
    assert aws("lambda").list_functions()["Functions"] == []
    assert aws("logs").describe_log_groups()["logGroups"] == []
    assert aws("iam").list_roles()["Roles"] == []
    assert aws("cloudwatch").describe_alarms()["MetricAlarms"] == []
    assert aws("apigatewayv2").get_apis()["Items"] == []
    assert aws("apigateway").get_rest_apis()["items"] == []
    assert aws("ecr").describe_repositories()["repositories"] == []


def main(file):
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        aws = connect(f"http://{host}:{port}")
        for stack in json.loads(Path(file).read_text()):
            made = create(aws, stack)
            look(aws, made)
            for resource, inputs, outputs in reversed(made):
                CALLS[resource["type"]].delete(aws, inputs, outputs)
            gone(aws)
            print(f"{stack['title']}: {len(made)} resources made, looked at and taken away")
    finally:
        server.stop()


main(sys.argv[1])
