"""Lambda."""

import json

from .account import log_groups


def function(aws, i, made):
    live = aws("lambda").get_function(FunctionName=i["name"], Qualifier=made["version"])["Configuration"]
    # moto does not keep where a function logs.
    logs = log_groups(aws, i["loggingConfig"]["logGroup"])
    return {**live, "logs": logs}, {
        "logs": [i["loggingConfig"]["logGroup"]],
        "MemorySize": i["memorySize"],
        "Timeout": i["timeout"],
        "Environment": {"Variables": i["environment"]["variables"]},
        "Role": i["role"],
        "Architectures": i["architectures"],
        **({"CodeSha256": i["sourceCodeHash"]} if i["packageType"] == "Zip" else {}),
    }


def alias(aws, i, _made):
    live = aws("lambda").get_alias(FunctionName=i["functionName"], Name=i["name"])
    return live, {"FunctionVersion": i["functionVersion"]}


def function_url(aws, i, _made):
    live = aws("lambda").get_function_url_config(FunctionName=i["functionName"], Qualifier=i["qualifier"])
    return live, {"AuthType": i["authorizationType"], "InvokeMode": i["invokeMode"]}


def permission(aws, i, _made):
    policy = json.loads(aws("lambda").get_policy(FunctionName=i["function"], Qualifier=i["qualifier"])["Policy"])
    [live] = [statement for statement in policy["Statement"] if statement["Sid"] == i["statementId"]]
    return live, {"Action": i["action"], "Effect": "Allow"}


def provisioned_concurrency(_aws, _i, _made):
    """moto has none."""
    return {}, {}


LOOKS = {
    "aws:lambda/alias:Alias": alias,
    "aws:lambda/function:Function": function,
    "aws:lambda/functionUrl:FunctionUrl": function_url,
    "aws:lambda/permission:Permission": permission,
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": provisioned_concurrency,
}
