"""Creates what stacks declare in a simulated AWS, checks it there, and deletes it: `replay.py stacks.json`.

stacks.json: [{target, title, zip, network: {vpc, subnets}, resources: [{type, name, inputs, outputs}], objects}], resources in the
order of their dependencies; `objects` is the number of those in a cluster, which are no calls to AWS. botocore and values.py
check every call against AWS's own description of its interface, moto whether what it refers to is there; calls/ and looks/ add
what moto leaves out. None of them evaluates permissions, runs a function or starts a task or a node.
"""

import json
import logging
import os
import re
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import boto3
import moto.iam.models
from calls import CALLS
from calls.missing import Missing
from looks import gone, look
from mistakes import try_mistakes
from moto.server import ThreadedMotoServer
from surroundings import surroundings
from values import check_values

REGION = "eu-west-1"

#: What neither moto nor botocore checks, so that a success here says nothing of it.
NOT_CHECKED = {
    "ecs": "pairs of CPU and memory; permissions of roles; whether a task starts and is healthy; what a service does in a deployment "
    "(strategy, circuit breaker, alarms, capacity providers, ECS Exec), of which botocore checks the form alone; the label of a "
    "scaling metric; whether a certificate is issued and a bucket takes access logs",
    "eks": "whether the cluster becomes active, nodes join and add-ons are healthy; whether EKS has the version, the add-ons and the access "
    "policies; of the calls that moto does not have (add-ons, access entries), and of what it forgets (Auto Mode, access, add-ons at "
    "the start, support and deletion protection of a cluster; updates and repair of nodes), more than the form; who may call the API; "
    "permissions of roles beyond AWS's own policies; quotas; the objects in the cluster",
    "lambda": "provisioned concurrency beyond the form of the call, which moto does not have; permissions of roles; quotas; whether "
    "the function starts",
}


class Rejected(Exception):
    """The simulated AWS does not accept a resource."""


def connect(endpoint):
    clients = {}

    def aws(service):
        if service not in clients:
            client = boto3.client(
                service,
                endpoint_url=endpoint,
                region_name=REGION,
                aws_access_key_id="simulated",
                aws_secret_access_key="simulated",
            )
            client.meta.events.register("provide-client-params", check_values)
            clients[service] = client
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


def load_policies(stacks):
    """Of AWS's own policies those that stacks attach. moto has none by default, or loads all in two seconds at each reset."""
    names = set(re.findall(r":policy/(?:[\w-]+/)*([\w-]+)", json.dumps(stacks)))
    every = json.loads(moto.iam.models.aws_managed_policies_data)
    moto.iam.models.aws_managed_policies_data = json.dumps({name: every[name] for name in names & every.keys()})
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"


def try_out(aws, stack):
    """Creates a stack, compares and deletes it. Returns how many resources were created, and how many moto does not have."""
    with surroundings(aws, stack) as names:
        made = create(aws, stack, names)
        look(aws, made)
        for resource, inputs, outputs in reversed(made):
            CALLS[resource["type"]].delete(aws, inputs, outputs)
    gone(aws)
    missing = sum(isinstance(CALLS[resource["type"]], Missing) for resource, _, _ in made)
    return len(made) - missing, missing


def in_words(count, missing, objects):
    made = f"{count} resources created, compared and deleted"
    checked = f"; the calls for {missing} checked alone, which moto does not have" if missing else ""
    left_out = f"; LEFT OUT: {objects} objects in the cluster" if objects else ""
    return made + checked + left_out


def try_all(endpoint, stacks):
    aws = connect(endpoint)
    for stack in stacks:
        counts = try_out(aws, stack)
        print(f"{stack['target']}, {stack['title']}: {in_words(*counts, stack['objects'])}", flush=True)
    reset = lambda: urlopen(Request(f"{endpoint}/moto-api/reset", method="POST")).close()
    for target, gaps in NOT_CHECKED.items():
        of_target = [stack for stack in stacks if stack["target"] == target]
        count = try_mistakes(target, of_target, lambda stack: try_out(aws, stack), reset)
        print(f"{target}: {count} seeded mistakes rejected; not checked: {gaps}")


def main(file):
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    stacks = json.loads(Path(file).read_text())
    load_policies(stacks)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        try_all(f"http://{host}:{port}", stacks)
    except (AssertionError, Rejected) as error:
        sys.exit(str(error))
    finally:
        server.stop()


main(sys.argv[1])
