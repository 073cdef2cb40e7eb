"""Builds manifest.json, from which validation, OpenAPI, metadata and the documents follow."""

from __future__ import annotations

import hashlib
from importlib.metadata import version as installed_version

from .boosting import Parameters
from .golden import decode, encode_example
from .identity import MODEL_LICENSE, MODEL_NAME, MODEL_TITLE, DataIdentity
from .onnx_graph import FEATURE_CONTRIBUTIONS, INPUT, IR_VERSION, LOGIT, OPSET, PROBABILITY, TERMS
from .parity import TOLERANCE
from .signature import FEATURE_NAMES, FEATURES, Feature
from .tables import Tables

Json = dict[str, object]

DEFAULT_THRESHOLD = 0.5
RECOMMENDED_THRESHOLD = 0.3
ONNX_FILE = "model.onnx"


def build_manifest(
    tables: Tables,
    onnx_file: bytes,
    metrics: Json,
    data: DataIdentity,
    rows: int,
    train_rows: int,
    parameters: Parameters,
) -> Json:
    """The content of manifest.json; `rows` counts the whole file, `train_rows` those that the model saw."""
    return {
        "manifestVersion": 1,
        "name": MODEL_NAME,
        "version": data.model_version,
        "title": MODEL_TITLE,
        "description": "Estimates the probability that a bank's customer leaves.",
        "license": MODEL_LICENSE,
        "synthetic": data.kind == "synthetic",
        "onnx": _onnx(tables, onnx_file),
        "features": [_feature(feature) for feature in FEATURES],
        "output": _output(),
        "explanation": _explanation(tables),
        "selfCheck": _self_check(tables),
        "metrics": metrics,
        "training": {
            "library": "interpret",
            "version": installed_version("interpret-core"),
            "seed": parameters.seed,
            "rows": train_rows,
            "parameters": parameters.described(),
            "data": {"name": data.name, "sha256": data.sha256, "rows": rows},
        },
    }


def model_reference(manifest: Json) -> Json:
    """How golden.json and reference.json say which model they belong to."""
    onnx = manifest["onnx"]
    assert isinstance(onnx, dict)
    return {"name": manifest["name"], "version": manifest["version"], "onnxSha256": onnx["sha256"]}


def _onnx(tables: Tables, onnx_file: bytes) -> Json:
    def tensor(name: str, *width: int) -> Json:
        return {"name": name, "type": "float32", "shape": [-1, *width]}

    return {
        "file": ONNX_FILE,
        "sha256": hashlib.sha256(onnx_file).hexdigest(),
        "bytes": len(onnx_file),
        "opset": OPSET,
        "irVersion": IR_VERSION,
        "input": tensor(INPUT, len(FEATURES)),
        "outputs": {
            "score": tensor(PROBABILITY),
            "logit": tensor(LOGIT),
            "terms": tensor(TERMS, len(tables.terms)),
            "contributions": tensor(FEATURE_CONTRIBUTIONS, len(FEATURES)),
        },
    }


def _feature(feature: Feature) -> Json:
    entry: Json = {"name": feature.name, "aliases": [feature.column], "type": feature.type}
    if feature.minimum is not None:
        entry["minimum"] = feature.minimum
    if feature.maximum is not None:
        entry["maximum"] = feature.maximum
    if feature.categories:
        entry["categories"] = list(feature.categories)
    entry["label"] = {"en": feature.label_en, "es": feature.label_es}
    entry["description"] = feature.description
    if feature.unit is not None:
        entry["unit"] = feature.unit
    entry["example"] = feature.example
    return entry


def _output() -> Json:
    return {
        "kind": "binary",
        "name": "churn_probability",
        "description": "The probability that the customer leaves the bank.",
        "decimals": 4,
        "labelName": "prediction",
        "labels": {"positive": "churn", "negative": "no_churn"},
        "threshold": DEFAULT_THRESHOLD,
        "recommendedThreshold": RECOMMENDED_THRESHOLD,
        "bands": [{"name": "low", "below": 0.3}, {"name": "medium", "below": 0.7}, {"name": "high"}],
    }


def _explanation(tables: Tables) -> Json:
    return {
        "method": "exact additive terms of an explainable boosting machine",
        "unit": "log-odds",
        "baseline": {"value": tables.intercept, "meaning": "the average customer"},
        "pairConvention": (
            "A term over two features is split half and half between them in the contributions by feature; "
            "the terms as they are can be had too."
        ),
        "terms": [{"features": [FEATURE_NAMES[feature] for feature in term.features]} for term in tables.terms],
    }


def _self_check(tables: Tables) -> Json:
    x = encode_example()
    return {
        "instance": decode(x[0]),
        "score": float(tables.probabilities(x)[0]),
        "logit": float(tables.logits(x)[0]),
        "tolerance": TOLERANCE,
    }
