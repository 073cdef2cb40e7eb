"""Writes the MLmodel file, with which MLflow can load the folder as an ONNX model."""

from __future__ import annotations

import json
import uuid
from typing import Any

from .pinned import pinned_version

# Newer MLflow reads the files of older ones; this is the first that knows the size field.
MLFLOW_VERSION = "2.16.0"


def mlflow_model(manifest: dict[str, Any]) -> str:
    """YAML; it has no time of creation, so that the same model gives the same bytes."""
    onnx = manifest["onnx"]
    inputs = json.dumps([_tensor(onnx["input"])])
    outputs = json.dumps([_tensor(tensor) for tensor in onnx["outputs"].values()])
    return f"""flavors:
  onnx:
    data: {onnx["file"]}
    onnx_version: {pinned_version("onnx")}
    providers:
    - CPUExecutionProvider
  python_function:
    data: {onnx["file"]}
    loader_module: mlflow.onnx
metadata:
  name: {manifest["name"]}
  version: {manifest["version"]}
  sha256: {onnx["sha256"]}
  manifest: manifest.json
mlflow_version: {MLFLOW_VERSION}
model_size_bytes: {onnx["bytes"]}
model_uuid: {uuid.uuid5(uuid.NAMESPACE_OID, onnx["sha256"]).hex}
signature:
  inputs: '{inputs}'
  outputs: '{outputs}'
"""


def _tensor(tensor: dict[str, Any]) -> dict[str, object]:
    return {
        "name": tensor["name"],
        "type": "tensor",
        "tensor-spec": {"dtype": tensor["type"], "shape": tensor["shape"]},
    }
