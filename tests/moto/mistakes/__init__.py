"""Mistakes in a stack that the simulation must reject, so that its silence means something. Each changes one type of resource.

A mistake is a title, the type, its inputs with the mistake (None leaves the resource out, LAST makes it last), and a part of the
message.
"""

from . import clusters, containers, functions
from .changes import LAST

#: By target.
MISTAKES = {"ecs": containers.MISTAKES, "eks": clusters.MISTAKES, "lambda": functions.MISTAKES}


def with_mistake(stack, kind, change):
    """`stack` with the inputs of its resources of type `kind` changed."""
    if change == LAST:
        return {**stack, "resources": sorted(stack["resources"], key=lambda each: each["type"] == kind)}
    changed = lambda each: change and change(each["inputs"])
    resources = [{**each, "inputs": changed(each)} if each["type"] == kind else each for each in stack["resources"]]
    return {**stack, "resources": [each for each in resources if each["inputs"] is not None]}


def try_mistakes(target, stacks, attempt, reset):
    """Calls `attempt` with each mistake, in the first of the target's stacks that it changes; `reset` empties the simulation after
    each. Returns how many there are."""
    for title, kind, change, part in MISTAKES[target]:
        changed = (with_mistake(stack, kind, change) for stack in stacks)
        wrong = next(stack for stack, right in zip(changed, stacks) if stack != right)
        try:
            attempt(wrong)
        except Exception as error:
            assert part in str(error), f"{title}: rejected for another reason: {error}"
        else:
            raise AssertionError(f"{title}: the simulation accepts that mistake")
        finally:
            reset()
    return len(MISTAKES[target])
