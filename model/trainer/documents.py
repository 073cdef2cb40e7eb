"""The documents that follow from the manifest alone: they can be written, and checked, without any data."""

from __future__ import annotations

from typing import Any

from .bom import bom_file
from .card import model_card
from .mlmodel import mlflow_model
from .publishing import json_bytes

CARD = "README.md"
MLFLOW = "MLmodel"
BOM = "ml-bom.cdx.json"


def documents(manifest: dict[str, Any]) -> dict[str, bytes]:
    """File name -> content."""
    return {
        CARD: model_card(manifest).encode(),
        MLFLOW: mlflow_model(manifest).encode(),
        BOM: json_bytes(bom_file(manifest)),
    }
