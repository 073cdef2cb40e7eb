"""Writes the bill of materials of the model: CycloneDX 1.6 with a model card."""

from __future__ import annotations

import uuid
from typing import Any

from .identity import PUBLIC_DATA_NAME
from .pinned import pinned_version

Json = dict[str, Any]

ORIGINS = {PUBLIC_DATA_NAME: "the license is not stated", "synthetic.csv": "invented by a seeded generator"}

# What had a hand in the bytes of the model.
TRAINING_PACKAGES = ("interpret-core", "numpy", "scikit-learn", "onnx")


def bom_file(manifest: Json) -> Json:
    """The content of ml-bom.cdx.json; it has no time stamp, so that the same model gives the same bytes."""
    onnx, data = manifest["onnx"], manifest["training"]["data"]
    model = f"model:{manifest['name']}@{manifest['version']}"
    dataset = f"data:{data['sha256']}"
    origin = ORIGINS.get(data["name"], "given by the user")
    packages = [_package(name) for name in TRAINING_PACKAGES]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, 'bom:' + onnx['sha256'])}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "machine-learning-model",
                "bom-ref": model,
                "name": manifest["name"],
                "version": manifest["version"],
                "description": manifest["description"],
                "hashes": [{"alg": "SHA-256", "content": onnx["sha256"]}],
                "licenses": [{"license": {"id": manifest["license"]}}],
                "modelCard": _model_card(manifest, dataset),
                "properties": [
                    {"name": "modelport:onnx:opset", "value": str(onnx["opset"])},
                    {"name": "modelport:onnx:irVersion", "value": str(onnx["irVersion"])},
                    {"name": "modelport:synthetic", "value": str(manifest["synthetic"]).lower()},
                ],
            }
        },
        "components": [
            {
                "type": "data",
                "bom-ref": dataset,
                "name": data["name"],
                "hashes": [{"alg": "SHA-256", "content": data["sha256"]}],
                "data": [
                    {
                        "type": "dataset",
                        "name": data["name"],
                        "description": f"{data['rows']} rows, not distributed; {origin}.",
                        "classification": "public" if data["name"] == PUBLIC_DATA_NAME else "not public",
                    }
                ],
            },
            *packages,
        ],
        "dependencies": [
            {"ref": model, "dependsOn": sorted([dataset, *(package["bom-ref"] for package in packages)])},
        ],
    }


def _package(name: str) -> Json:
    version = pinned_version(name)
    url = f"pkg:pypi/{name}@{version}"
    return {"type": "library", "bom-ref": url, "name": name, "version": version, "purl": url, "scope": "excluded"}


def _model_card(manifest: Json, dataset: str) -> Json:
    test = manifest["metrics"]["test"]
    low, high = test["aucInterval95"]
    metrics: list[Json] = [
        {
            "type": "ROC AUC",
            "value": str(test["auc"]),
            "slice": "held out",
            "confidenceInterval": {"lowerBound": str(low), "upperBound": str(high)},
        },
        {"type": "Brier score", "value": str(test["brier"]), "slice": "held out"},
        {"type": "expected calibration error", "value": str(test["ece"]), "slice": "held out"},
    ]
    for field, areas in test["groups"].items():
        metrics += [
            {"type": "ROC AUC", "value": str(area), "slice": f"held out, {field} {group}"}
            for group, area in areas.items()
        ]
    return {
        "modelParameters": {
            "approach": {"type": "supervised"},
            "task": "binary classification",
            "architectureFamily": "generalised additive model",
            "modelArchitecture": "explainable boosting machine",
            "datasets": [{"ref": dataset}],
            "inputs": [{"format": f"float32 {manifest['onnx']['input']['shape']}"}],
            "outputs": [
                {"format": f"{tensor['name']}: float32 {tensor['shape']}"}
                for tensor in manifest["onnx"]["outputs"].values()
            ],
        },
        "quantitativeAnalysis": {"performanceMetrics": metrics},
        "considerations": {
            "useCases": ["Finding customers who may leave, so that someone can talk to them."],
            "technicalLimitations": [
                "One undated snapshot of one bank's customers: measure the model on your own customers first.",
                "The model file checks nothing: refuse missing values and values outside the ranges before it.",
            ],
            "ethicalConsiderations": [
                {
                    "name": "Gender, country and age are inputs.",
                    "mitigationStrategy": "Figures by group are given; train without them where they may not be used.",
                }
            ],
        },
    }
