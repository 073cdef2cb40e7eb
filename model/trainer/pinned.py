"""Reads the versions that the lock file pins."""

from __future__ import annotations

import re

from .identity import MODEL_DIRECTORY

LOCK = MODEL_DIRECTORY / "requirements.lock"


def pinned_version(package: str) -> str:
    """The version of a package in requirements.lock."""
    found = re.search(rf"^{re.escape(package)}==([^\s;]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None, f"{package} is not in {LOCK.name}"
    return found.group(1)
