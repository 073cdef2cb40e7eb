"""What schemathesis must know besides the OpenAPI document: how NDJSON and CSV are written."""

import schemathesis


@schemathesis.serializer("application/x-ndjson", "text/csv")
def as_text(_context: schemathesis.SerializationContext, value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
