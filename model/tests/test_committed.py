"""The files that are committed, and retraining where the data are at hand."""

from __future__ import annotations

import csv
import json
import platform
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from trainer.boosting import Parameters
from trainer.checking import check, encode_instances
from trainer.dataset import read_dataset
from trainer.documents import documents
from trainer.identity import MODEL_DIRECTORY, PUBLIC_DATA_SHA256
from trainer.pipeline import build

from .conftest import DATA

MANIFEST = json.loads((MODEL_DIRECTORY / "manifest.json").read_text(encoding="utf-8"))
GOLDEN = json.loads((MODEL_DIRECTORY / "golden.json").read_text(encoding="utf-8"))

needs_data = pytest.mark.skipif(not DATA.is_file(), reason="the training data are not at hand (MODELPORT_DATA)")


def test_golden_rows_manifest_and_onnx_agree() -> None:
    assert check(MODEL_DIRECTORY).startswith(f"{len(GOLDEN['rows'])} golden rows agree with model.onnx to ")


def test_documents_follow_from_the_manifest() -> None:
    for name, content in documents(MANIFEST).items():
        assert (MODEL_DIRECTORY / name).read_bytes() == content, f"{name}: run `python -m trainer render`"


def test_the_shipped_model_is_the_one_of_the_public_data() -> None:
    assert (MANIFEST["synthetic"], MANIFEST["version"]) == (False, "1.0.0")
    assert MANIFEST["training"]["data"] == {"name": "Churn_Modelling.csv", "sha256": PUBLIC_DATA_SHA256, "rows": 10000}
    assert MANIFEST["training"]["parameters"] == json.loads(json.dumps(Parameters().described()))


def test_golden_scores_add_up() -> None:
    baseline = MANIFEST["explanation"]["baseline"]["value"]
    for row in GOLDEN["rows"]:
        assert baseline + sum(row["terms"]) == pytest.approx(row["logit"], abs=1e-12)
        assert baseline + sum(row["contributions"]) == pytest.approx(row["logit"], abs=1e-12)
        assert 1 / (1 + np.exp(-row["logit"])) == pytest.approx(row["score"], abs=1e-12)


def test_golden_json_is_small() -> None:
    assert (MODEL_DIRECTORY / "golden.json").stat().st_size < 1_000_000


@needs_data
def test_no_real_customer_is_in_the_golden_rows() -> None:
    real = {tuple(row) for row in read_dataset(DATA, accept_data=True).x.tolist()}
    golden = encode_instances([row["instance"] for row in GOLDEN["rows"]])
    assert not [row for row in golden.tolist() if tuple(row) in real]


@needs_data
def test_no_surname_is_in_any_file() -> None:
    with DATA.open(encoding="utf-8", newline="") as file:
        surnames = {row["Surname"] for row in csv.DictReader(file) if len(row["Surname"]) > 6}
    text = " ".join(
        (MODEL_DIRECTORY / name).read_text(encoding="utf-8")
        for name in ("manifest.json", "golden.json", "reference.json", *documents(MANIFEST))
    )
    assert not surnames & set(text.replace('"', " ").split())


@needs_data
@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="the committed bytes were made on x86-64")
def test_retraining_gives_the_committed_bytes(tmp_path: Path) -> None:
    dataset = read_dataset(DATA, accept_data=False)
    for name, content in build(dataset, Parameters(), print).files.items():
        committed = (MODEL_DIRECTORY / name).read_bytes()
        # Not an assertion about both texts, whose differences would take minutes to find.
        is_same = same_golden(committed, content) if name == "golden.json" else committed == content
        assert is_same, name


def same_golden(committed: bytes, content: bytes) -> bool:
    """Whether both are the same rows, with scores that differ in the last bits at most.

    numpy's exp has variants for AVX-512 and for other processors, which round differently.
    """
    return bool(rounded(json.loads(committed)) == rounded(json.loads(content)))


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: rounded(member) for key, member in value.items()}
    if isinstance(value, list):
        return [rounded(member) for member in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value
