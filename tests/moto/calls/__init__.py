"""The calls to AWS for each type of resource, as @pulumi/aws makes them: create and delete.

A resource's inputs are those that the engine recorded; names of inputs differ from AWS's own only in their first letter, except
for what is written out here. Each `create` returns the outputs that later resources may refer to.
"""

from . import account, apis, clusters, containers, functions, load_balancers, network

CALLS = {
    name: calls
    for module in (account, functions, apis, network, load_balancers, containers, clusters)
    for name, calls in module.CALLS.items()
}
