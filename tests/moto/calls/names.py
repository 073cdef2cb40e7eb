"""Inputs in the spelling of AWS."""


def pascal(value):
    """`inputs` with every name as AWS writes it."""
    if isinstance(value, dict):
        return {name[0].upper() + name[1:]: pascal(member) for name, member in value.items()}
    return [pascal(member) for member in value] if isinstance(value, list) else value


def tag_list(tags):
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def present(**members):
    """The arguments that have a value."""
    return {name: value for name, value in members.items() if value is not None}
