"""Changes of a resource's inputs that make a mistake."""

#: Not a change of inputs: creates the resources of a type after all others.
LAST = "last"


def with_member(**members):
    return lambda inputs: {**inputs, **members}


def without_member(name):
    return lambda inputs: {key: value for key, value in inputs.items() if key != name}


def within(name, **members):
    """With other members of an object, in those resources that have it."""
    return lambda inputs: {**inputs, name: {**inputs[name], **members}} if name in inputs else inputs


def in_text(name, old, new):
    return lambda inputs: {**inputs, name: inputs[name].replace(old, new)}


def without(name, part):
    """Leaves out the resources that have `part` in a text."""
    return lambda inputs: None if part in inputs[name] else inputs
