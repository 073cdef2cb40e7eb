"""Checks a folder of model files against each other, without any data."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from .dataset import encode
from .documents import documents
from .errors import TrainerError, UsageError
from .onnx_graph import FEATURE_CONTRIBUTIONS, LOGIT, PROBABILITY, TERMS
from .parity import run_onnx
from .publishing import publish
from .signature import FEATURES
from .tables import Floats


def render(folder: Path) -> None:
    """Writes the model card, MLmodel and the bill of materials again from the manifest."""
    publish(documents(_read_json(folder / "manifest.json")), folder)


def check(folder: Path) -> str:
    """Says in a sentence that the files agree; raises TrainerError with every disagreement."""
    manifest = _read_json(folder / "manifest.json")
    golden = _read_json(folder / "golden.json")
    onnx_file = _read(folder / manifest["onnx"]["file"])
    faults = _stale_documents(folder, manifest)
    sha256 = hashlib.sha256(onnx_file).hexdigest()
    for name, expected in (
        ("manifest.json", manifest["onnx"]["sha256"]),
        ("golden.json", golden["model"]["onnxSha256"]),
        ("reference.json", _read_json(folder / "reference.json")["model"]["onnxSha256"]),
    ):
        if expected != sha256:
            faults.append(f"{name} belongs to an ONNX file with the sha256 {expected}, but this one has {sha256}.")
    worst = replay(onnx_file, golden) if not faults else 0.0
    if not worst <= golden["tolerance"]:
        faults.append(f"The golden rows differ by {worst:.3g}, but at most {golden['tolerance']:g} is allowed.")
    if faults:
        raise TrainerError(" ".join(faults) + " Train again, or run the command render if only documents are stale.")
    return f"{len(golden['rows'])} golden rows agree with {manifest['onnx']['file']} to {worst:.1e}; all files match."


def replay(onnx_file: bytes, golden: dict[str, Any]) -> float:
    """The largest difference of any output over the golden rows."""
    rows = golden["rows"]
    found = run_onnx(onnx_file, encode_instances([row["instance"] for row in rows]))
    keys = {PROBABILITY: "score", LOGIT: "logit", TERMS: "terms", FEATURE_CONTRIBUTIONS: "contributions"}
    return max(
        float(np.max(np.abs(found[tensor] - np.array([row[key] for row in rows])))) for tensor, key in keys.items()
    )


def encode_instances(instances: list[dict[str, Any]]) -> Floats:
    """[rows, features] from requests with the fields' names."""
    return np.array(
        [[encode(feature, str(instance[feature.name])) for feature in FEATURES] for instance in instances],
        dtype=np.float64,
    )


def _stale_documents(folder: Path, manifest: dict[str, Any]) -> list[str]:
    return [
        f"{name} is not what manifest.json gives."
        for name, content in documents(manifest).items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != content
    ]


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(_read(path))
    except ValueError as error:
        raise UsageError(f"{path} is not valid JSON. Train again to write it anew.") from error
    if not isinstance(content, dict):
        raise UsageError(f"{path} is not a JSON object. Train again to write it anew.")
    return content


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}). Give a folder with a trained model.") from error
