"""What the simulated AWS holds while a stack is there, compared with what the stack declares; and that nothing is left of it.

A look at a resource is a pair: what AWS describes, and the part of it that the stack's inputs decide.
"""

from botocore.exceptions import ClientError

from . import account, apis, clusters, containers, functions, load_balancers, network
from .gone import gone

LOOKS = {
    name: look
    for module in (account, functions, apis, network, load_balancers, containers, clusters)
    for name, look in module.LOOKS.items()
}


def look(aws, made):
    """Compares every resource."""
    for resource, inputs, outputs in made:
        where = f"{resource['type']} {resource['name']}"
        try:
            live, declared = LOOKS[resource["type"]](aws, inputs, outputs)
        except ClientError as error:
            raise AssertionError(f"{where} refers to something that is not there: {error}") from error
        holds(live, declared, where)


def holds(live, declared, where):
    """Every member of `declared` is in `live` with the same value, at any depth; lists have the same length and order."""
    if isinstance(declared, dict):
        for name, value in declared.items():
            assert name in live, f"{where} has no {name}, but {value!r} was declared: {live!r}"
            holds(live[name], value, f"{where}.{name}")
    elif isinstance(declared, list):
        assert len(live) == len(declared), f"{where} is {live!r}, but {declared!r} was declared"
        for index, value in enumerate(declared):
            holds(live[index], value, f"{where}[{index}]")
    else:
        assert live == declared, f"{where} is {live!r}, but {declared!r} was declared"
