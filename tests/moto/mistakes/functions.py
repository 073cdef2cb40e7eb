"""Mistakes in a stack of Lambda."""

from .changes import with_member

FUNCTION = "aws:lambda/function:Function"

MISTAKES = [
    ("the hash of another zip", FUNCTION, with_member(sourceCodeHash="elsewhere"), "CodeSha256"),
    ("less memory than a function has", FUNCTION, with_member(memorySize=64), "MemorySize"),
    ("a role that is not there", FUNCTION, with_member(role="arn:aws:iam::123456789012:role/elsewhere"), "role"),
    (
        "an alias for a version that is not there",
        "aws:lambda/alias:Alias",
        with_member(functionVersion="7"),
        "not found",
    ),
]
