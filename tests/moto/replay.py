"""Creates what stacks declare in a simulated AWS, checks it there, and deletes it: `replay.py stacks.json`.

stacks.json: [{target, title, zip, network: {vpc, subnets}, resources: [{type, name, inputs, outputs}]}], resources in the order of
their dependencies. botocore checks every call against AWS's own description of its interface, moto whether what it refers to
is there; calls/ and looks/ add what moto leaves out. None of them evaluates permissions, runs a function or starts a task.
"""

import json
import logging
import re
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import boto3
from calls import CALLS
from looks import gone, look
from mistakes import try_mistakes
from moto.server import ThreadedMotoServer
from surroundings import surroundings

REGION = "eu-west-1"

#: What moto does not simulate; NOT_CHECKED names it.
NOT_SIMULATED = {"aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"}

#: What neither moto nor botocore checks, so that a success here says nothing of it.
NOT_CHECKED = {
    "ecs": "pairs of CPU and memory; permissions of roles; whether a task starts and is healthy; what a service does in a deployment "
    "(strategy, circuit breaker, alarms, capacity providers, ECS Exec), of which botocore checks the form alone; the label of a "
    "scaling metric; whether a certificate is issued and a bucket takes access logs",
    "lambda": "provisioned concurrency, which moto does not have; permissions of roles; quotas; whether the function starts",
}


class Rejected(Exception):
    """The simulated AWS does not accept a resource."""


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
    """`value` with the ids and ARNs of the engine's stand-in replaced by those of the simulated AWS, the longest first."""
    if names == {}:
        return value
    quoted = {json.dumps(old)[1:-1]: json.dumps(new)[1:-1] for old, new in names.items()}
    pattern = "|".join(re.escape(old) for old in sorted(quoted, key=len, reverse=True))
    return json.loads(re.sub(pattern, lambda found: quoted[found.group()], json.dumps(value)))


def given(inputs):
    return {name: value for name, value in inputs.items() if value is not None and not name.startswith("__")}


def create(aws, stack, names):
    files = {"zip": Path(stack["zip"]).read_bytes()}
    made = []
    for resource in stack["resources"]:
        if resource["type"] in NOT_SIMULATED:
            continue
        inputs = renamed(given(resource["inputs"]), names)
        if resource["type"] == "aws:lambda/permission:Permission":
            inputs.setdefault("statementId", f"pulumi-{len(made)}")
        try:
            outputs = CALLS[resource["type"]].create(aws, inputs, files)
        except Exception as error:
            raise Rejected(f"{resource['type']} {resource['name']}: {error}") from error
        for name, value in outputs.items():
            old = resource["id"] if name == "id" else resource["outputs"].get(name)
            if isinstance(old, str) and len(old) > 5 and old != value:
                names[old] = value
        made.append((resource, inputs, outputs))
    return made


def try_out(aws, stack):
    """Creates a stack, compares and deletes it. Returns the number of its resources."""
    with surroundings(aws, stack) as names:
        made = create(aws, stack, names)
        look(aws, made)
        for resource, inputs, outputs in reversed(made):
            CALLS[resource["type"]].delete(aws, inputs, outputs)
    gone(aws)
    return len(made)


def try_all(endpoint, stacks):
    aws = connect(endpoint)
    for stack in stacks:
        count = try_out(aws, stack)
        print(f"{stack['target']}, {stack['title']}: {count} resources created, compared and deleted", flush=True)
    reset = lambda: urlopen(Request(f"{endpoint}/moto-api/reset", method="POST")).close()
    for target, gaps in NOT_CHECKED.items():
        first = next(stack for stack in stacks if stack["target"] == target)
        count = try_mistakes(first, lambda stack: try_out(aws, stack), reset)
        print(f"{target}: {count} seeded mistakes rejected; not checked: {gaps}")


def main(file):
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        try_all(f"http://{host}:{port}", json.loads(Path(file).read_text()))
    except (AssertionError, Rejected) as error:
        sys.exit(str(error))
    finally:
        server.stop()


main(sys.argv[1])
