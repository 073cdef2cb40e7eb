"""Writes the model's files together: all of them are complete on disk before the first one is put in place."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .errors import UsageError


def json_bytes(content: Mapping[str, object]) -> bytes:
    """Indented JSON; Python's floats are written so that they read back as the same number."""
    return (json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def golden_bytes(content: Mapping[str, object]) -> bytes:
    """JSON with one golden row a line, so that a difference is readable and the file small."""
    rows = content["rows"]
    assert isinstance(rows, list)
    head = json.dumps({key: value for key, value in content.items() if key != "rows"}, ensure_ascii=False)
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False, separators=(",", ":")) for row in rows)
    return f'{head[:-1]}, "rows": [\n{lines}\n]}}\n'.encode()


def publish(files: Mapping[str, bytes], out: Path) -> None:
    """
    Puts the files into `out`, which is created where it is missing.

    Raises UsageError when they cannot be written; what was there before is then still there.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        blocked = [name for name in files if (out / name).is_dir()]
        if blocked:
            raise UsageError(
                f"{out / blocked[0]} is a folder, but a file is to be written there. Remove it or choose another --out."
            )
        staging = Path(tempfile.mkdtemp(prefix=".writing-", dir=out))
        try:
            for name, content in files.items():
                (staging / name).write_bytes(content)
            for name in files:
                os.replace(staging / name, out / name)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise UsageError(
            f"The folder {out} cannot be written ({error.strerror}). Choose another folder with --out."
        ) from error
