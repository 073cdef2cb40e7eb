"""What the OpenAPI document cannot say: what NDJSON and CSV of this model's rows look like, and how they go wrong."""

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import strategies as st

FEATURES = json.loads(Path(os.environ["MODELPORT_MANIFEST"]).read_text())["features"]


def values(feature: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What a field takes, and sometimes what it does not."""
    least, most = feature.get("minimum"), feature.get("maximum")
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "number": st.floats(least, most, allow_nan=False, allow_infinity=False),
        "integer": st.integers(least, most),
        "boolean": st.sampled_from([0, 1, True, False]),
        "categorical": st.sampled_from(feature.get("categories") or [""]),
    }
    good = kinds[feature["type"]]
    return st.one_of(good, good, good, good, st.none(), st.text(max_size=20), st.integers())


INSTANCES = st.fixed_dictionaries({feature["name"]: values(feature) for feature in FEATURES})
TABLES = st.lists(INSTANCES, min_size=1, max_size=4)


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def as_ndjson(rows: list[dict[str, Any]]) -> bytes:
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode("utf-8", "replace")


def broken(texts: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Cut somewhere, with bytes put in."""
    return st.builds(
        lambda text, at, more: text[: at % (len(text) + 1)] + more, texts, st.integers(0, 10_000), st.binary(max_size=20)
    )


for media_type, write in (("text/csv", as_csv), ("application/x-ndjson", as_ndjson)):
    good_texts = TABLES.map(write)
    schemathesis.openapi.media_type(media_type, st.one_of(good_texts, good_texts, broken(good_texts)))


@schemathesis.serializer("application/x-ndjson", "text/csv")
def as_sent(_context: schemathesis.SerializationContext, value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
