"""Writes the model card (README.md) in the form of the Hugging Face hub."""

from __future__ import annotations

import json
from typing import Any

from .identity import PUBLIC_DATA_NAME

Manifest = dict[str, Any]


def model_card(manifest: Manifest) -> str:
    """The whole card: front matter, use, fields, figures, limits, and how to train it again."""
    sections = [
        _front_matter(manifest),
        _opening(manifest),
        _use(manifest),
        _fields(manifest),
        _explanations(manifest),
        _figures(manifest),
        _limits(manifest),
        _training(manifest),
        _files(),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _front_matter(manifest: Manifest) -> str:
    test = manifest["metrics"]["test"]
    return f"""---
language: en
license: {manifest["license"].lower()}
library_name: onnx
pipeline_tag: tabular-classification
tags:
  - churn
  - tabular
  - explainable-boosting-machine
  - onnx
metrics:
  - roc_auc
  - brier_score
model-index:
  - name: {manifest["title"]}
    results:
      - task:
          type: tabular-classification
        dataset:
          name: {manifest["training"]["data"]["name"]}
          type: tabular
          split: test
        metrics:
          - type: roc_auc
            value: {test["auc"]}
          - type: brier_score
            value: {test["brier"]}
---"""


def _opening(manifest: Manifest) -> str:
    title = f"# {manifest['title']} {manifest['version']}\n\n"
    if manifest["synthetic"]:
        title += (
            "**This model was trained on invented customers. It shows how the trainer works and says nothing "
            "about any bank: do not use it for decisions.**\n\n"
        )
    return title + (
        f"{manifest['description']} It is an explainable boosting machine: a sum of "
        f"{len(manifest['features'])} terms of one field each and "
        f"{sum(len(term['features']) == 2 for term in manifest['explanation']['terms'])} terms of two, exported to "
        f"ONNX (opset {manifest['onnx']['opset']}, default domain, {manifest['onnx']['bytes']:,} bytes). "
        "The terms are the model itself, so that the reasons for a score are exact and cost nothing extra."
    )


def _use(manifest: Manifest) -> str:
    output = manifest["output"]
    instance = json.dumps(manifest["selfCheck"]["instance"], ensure_ascii=False)
    onnx = manifest["onnx"]
    rows = "\n".join(
        f"| `{tensor['name']}` | {tensor['type']} {tensor['shape']} | {meaning} |"
        for tensor, meaning in (
            (onnx["input"], "input: the fields below in their order, categories as codes"),
            (onnx["outputs"]["score"], output["description"]),
            (onnx["outputs"]["logit"], "the same as log-odds"),
            (onnx["outputs"]["terms"], "the terms, in log-odds"),
            (onnx["outputs"]["contributions"], "the terms divided among the fields, in log-odds"),
        )
    )
    return f"""## Use

| tensor | type | what |
| --- | --- | --- |
{rows}

For the customer `{instance}` the probability is {manifest["selfCheck"]["score"]:.4f}.

A customer counts as `{output["labels"]["positive"]}` from a probability of {output["threshold"]}; for finding
customers to keep, {output["recommendedThreshold"]} is the better threshold (chosen in cross-validation). `{onnx["file"]}` checks nothing: a
caller must refuse missing values and values outside the ranges, because not-a-number falls silently into the lowest bins. Do not
quantize it: 8-bit tables moved probabilities by as much as 0.86 when that was tried."""


def _fields(manifest: Manifest) -> str:
    rows = "\n".join(
        f"| `{field['name']}` | `{field['aliases'][0]}` | {_allowed(field)} | {field['description']} |"
        for field in manifest["features"]
    )
    return f"## Fields\n\n| field | training column | allowed | what |\n| --- | --- | --- | --- |\n{rows}"


def _allowed(field: dict[str, Any]) -> str:
    if field["type"] == "categorical":
        return ", ".join(f"{name} (code {code})" for code, name in enumerate(field["categories"]))
    if field["type"] == "boolean":
        return "0 or 1"
    noun = "integer" if field["type"] == "integer" else "number"
    return (
        f"{noun}, at least {field['minimum']}"
        if "maximum" not in field
        else (f"{noun}, {field['minimum']} to {field['maximum']}")
    )


def _explanations(manifest: Manifest) -> str:
    explanation = manifest["explanation"]
    pairs = ", ".join(
        " × ".join(f"`{name}`" for name in term["features"])
        for term in explanation["terms"]
        if len(term["features"]) == 2
    )
    return f"""## Reasons

Contributions are in {explanation["unit"]} against {explanation["baseline"]["meaning"]}
({explanation["baseline"]["value"]:.4f}): that baseline plus all contributions is the logit, whose sigmoid is the probability.
The pairs are {pairs}. {explanation["pairConvention"]} That is a convention, not a fact about the customer.
A reason says what moved the score, not what caused the customer to leave."""


def _figures(manifest: Manifest) -> str:
    test, folds = manifest["metrics"]["test"], manifest["metrics"]["crossValidation"]
    low, high = test["aucInterval95"]
    thresholds = "\n".join(
        f"| {row['threshold']} | {row['precision']:.3f} | {row['recall']:.3f} | {row['f1']:.3f} |"
        for row in test["thresholds"]
    )
    groups = "\n".join(
        f"| `{field}` | {name} | {area:.3f} |"
        for field, areas in test["groups"].items()
        for name, area in areas.items()
    )

    def spread(name: str) -> str:
        return f"{folds[name]['mean']:.3f} ± {folds[name]['standardDeviation']:.3f}"

    return f"""## Figures

| | {folds["folds"]}-fold cross-validation ({manifest["training"]["rows"]:,} rows) | held out ({test["rows"]:,} rows) |
| --- | --- | --- |
| AUC | {spread("auc")} | {test["auc"]:.3f} (95 % interval {low:.3f} to {high:.3f}) |
| Brier score | {spread("brier")} | {test["brier"]:.3f} |
| expected calibration error, 10 bins | {spread("ece")} | {test["ece"]:.3f} |

The interval is DeLong's. A difference of 0.003 in AUC is noise on this many rows. On the held-out rows:

| threshold | precision | recall | F1 |
| --- | --- | --- | --- |
{thresholds}

| field | group | AUC |
| --- | --- | --- |
{groups}"""


def _limits(manifest: Manifest) -> str:
    data = manifest["training"]["data"]
    snapshot = f"- The data are one snapshot ({data['name']}, {data['rows']:,} rows) without dates. "
    without = ""
    if manifest["synthetic"]:
        origin = "Every customer in it is invented, by a rule that is invented too."
    elif data["name"] != PUBLIC_DATA_NAME:
        origin = "Measure the model on your own customers first."
    else:
        origin = (
            "Where they come from, how they were\n  collected and under what license is not stated; the set is not part of "
            "this repository. Nothing shows that the model\n  holds for another bank, another country or another year: "
            "measure it on your own customers first."
        )
        without = (
            " On the public data set, AUC without gender\n  was lower by about 0.003, without gender and country by about "
            "0.019: train without them where they may not be used."
        )
    return f"""## Limits

{snapshot}{origin}
- Gender, country and age are inputs. In many places a decision about a person may not rest on them.{without}
  Similar AUC in the groups above does not mean equal treatment: the rates of false alarms at a threshold may differ.
- The four pairs were chosen by hand, knowing the public data set: the figures are a little too good for that reason.
- The ranges above are wider than the data for some fields; beyond the outermost cut a term stays constant.
- It ranks customers who may leave. It is not made for decisions about credit, price or service."""


def _training(manifest: Manifest) -> str:
    training = manifest["training"]
    data = training["data"]
    parameters = ", ".join(
        f"{key} {value}" for key, value in training["parameters"].items() if not isinstance(value, list)
    )
    return f"""## Training

Trained with {training["library"]} {training["version"]} on {training["rows"]:,} of the {data["rows"]:,} rows of `{data["name"]}`
(sha256 `{data["sha256"]}`),
seed {training["seed"]}, stratified; {parameters};
no class weights, which would ruin the calibration. To train it again with Python 3.11 or newer, in the folder `model/`:

```sh
python3 -m venv .venv && . .venv/bin/activate
pip install --require-hashes -r requirements.lock
python -m trainer train --data path/to/Churn_Modelling.csv
```

The same data gives the same bytes with the pinned packages on x86-64 (the instructions are held at AVX2). Other data need
`--accept-data` and a folder given by `--out`. `python -m trainer generate --rows 10000 --seed 1 --out synthetic.csv` invents customers to try the trainer
with; a model trained on them is marked synthetic and is never written here."""


def _files() -> str:
    return """## Files

| file | what |
| --- | --- |
| `manifest.json` | the signature, thresholds, figures and origin: everything else is derived from it |
| `model.onnx` | the model |
| `golden.json` | synthetic inputs with scores, logits, terms and contributions in float64; replay them within 1e-5 |
| `reference.json` | histograms of the score and of every field on the training rows, for drift alarms |
| `MLmodel` | the model for MLflow |
| `ml-bom.cdx.json` | the bill of materials, CycloneDX 1.6 |"""
