"""Values that AWS's own description of its interface allows, which botocore knows and does not compare: lists of words, patterns,
lengths and sizes."""

import re

from botocore.exceptions import ParamValidationError


def check_values(params, model, **_event):
    """For botocore's event `provide-client-params`. Whatever has another type is left to botocore."""
    wrong = list(violations(params, model.input_shape)) if model.input_shape else []
    if wrong:
        raise ParamValidationError(report="; ".join(wrong))


def violations(value, shape, where=""):
    if isinstance(value, dict) and shape.type_name == "structure":
        for name in value.keys() & shape.members.keys():
            yield from violations(value[name], shape.members[name], f"{where}.{name}".lstrip("."))
    elif isinstance(value, dict) and shape.type_name == "map":
        for name, member in value.items():
            yield from violations(member, shape.value, f"{where}.{name}")
    elif isinstance(value, list) and shape.type_name == "list":
        yield from beyond(len(value), "items", shape, where)
        for index, member in enumerate(value):
            yield from violations(member, shape.member, f"{where}[{index}]")
    elif isinstance(value, str) and shape.type_name == "string":
        yield from beyond(len(value), "characters", shape, where)
        yield from unlike(value, shape, where)
    elif type(value) in (int, float) and shape.type_name in ("integer", "long", "float", "double"):
        yield from beyond(value, "in all", shape, where)


def beyond(size, of_what, shape, where):
    most = shape.metadata.get("max")
    if most is not None and size > most:
        yield f"{where} has {size} {of_what}, and at most {most} are allowed"


def unlike(value, shape, where):
    words, pattern = shape.metadata.get("enum"), shape.metadata.get("pattern")
    if words and value not in words:
        yield f"{where} is {value!r}, and {', '.join(words)} are allowed"
    elif pattern and is_python(pattern) and not re.search(pattern, value):
        yield f"{where} is {value!r}, which is not of the form {pattern}"


def is_python(pattern):
    """AWS writes patterns for Java, which knows classes that Python does not."""
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
