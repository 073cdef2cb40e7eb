"""A whole run on invented customers."""

from __future__ import annotations

import bisect
import math
from pathlib import Path

import numpy as np
import pytest

from trainer.boosting import fit, read_tables
from trainer.checking import check
from trainer.dataset import read_dataset
from trainer.golden import golden_inputs
from trainer.parity import run_onnx
from trainer.pipeline import TrainedModel, train
from trainer.signature import FEATURES, index_of
from trainer.tables import Tables

from .conftest import SMALL, contents

FILES = {"manifest.json", "model.onnx", "golden.json", "reference.json", "README.md", "MLmodel", "ml-bom.cdx.json"}


def test_all_files_are_written_and_agree(trained: TrainedModel, trained_folder: Path) -> None:
    assert contents(trained_folder).keys() == FILES
    assert "all files match" in check(trained_folder)


def test_the_model_of_invented_customers_is_marked_and_learns(trained: TrainedModel) -> None:
    manifest = trained.manifest
    assert manifest["synthetic"] is True
    assert manifest["version"] == "1.0.0-synthetic"
    assert manifest["metrics"]["test"]["auc"] > 0.7  # type: ignore[index]
    assert b"trained on invented customers" in trained.files["README.md"]


def test_a_second_run_gives_the_same_bytes(trained: TrainedModel, synthetic_data: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "another name.csv"
    renamed.write_bytes(synthetic_data.read_bytes())
    train(renamed, tmp_path / "out", accept_data=True, log=print, parameters=SMALL)
    assert contents(tmp_path / "out") == trained.files


def test_no_output_has_an_ignored_column_a_path_or_a_date(trained: TrainedModel, trained_folder: Path) -> None:
    for name, content in trained.files.items():
        for word in (b"Surname", b"CustomerId", b"RowNumber", str(trained_folder).encode(), b"invented.csv", b"utc_"):
            assert word not in content, (name, word)


def test_the_tables_are_the_boosting_machine(synthetic_data: Path) -> None:
    dataset = read_dataset(synthetic_data, accept_data=True)
    machine = fit(dataset.x, dataset.y, SMALL)
    expected = machine.predict_proba(dataset.x)[:, 1]
    assert np.max(np.abs(read_tables(machine).probabilities(dataset.x) - expected)) < 1e-7


def test_onnx_equals_a_table_look_up_in_plain_python(trained: TrainedModel, synthetic_data: Path) -> None:
    x = np.vstack([read_dataset(synthetic_data, accept_data=True).x[:300], golden_inputs(trained.tables)])
    found = run_onnx(trained.files["model.onnx"], x)
    for row, values in enumerate(x.tolist()):
        terms, contributions, logit = look_up(trained.tables, values)
        assert found["contributions"][row].tolist() == pytest.approx(terms, abs=1e-5)
        assert found["feature_contributions"][row].tolist() == pytest.approx(contributions, abs=1e-5)
        assert float(found["logit"][row]) == pytest.approx(logit, abs=1e-5)
        assert float(found["probability"][row]) == pytest.approx(1 / (1 + math.exp(-logit)), abs=1e-5)


def look_up(tables: Tables, values: list[float]) -> tuple[list[float], list[float], float]:
    """Independent of numpy: bisect each value among the cuts and read the score."""
    terms: list[float] = []
    contributions = [0.0] * len(FEATURES)
    for term in tables.terms:
        score = term.scores.tolist()
        for feature, cuts in zip(term.features, term.cuts, strict=True):
            score = score[bisect.bisect_right(cuts.tolist(), values[feature])]
        terms.append(score)
        for feature in term.features:
            contributions[feature] += score / len(term.features)
    return terms, contributions, tables.intercept + math.fsum(terms)


def test_contributions_and_intercept_add_up_to_the_logit(trained: TrainedModel) -> None:
    found = run_onnx(trained.files["model.onnx"], golden_inputs(trained.tables))
    for key in ("contributions", "feature_contributions"):
        total = found[key].astype(np.float64).sum(axis=1) + trained.tables.intercept
        assert np.max(np.abs(total - found["logit"])) <= 1e-5


def test_an_infinite_amount_falls_into_the_highest_bin(trained: TrainedModel) -> None:
    large, infinite = golden_inputs(trained.tables)[:1], golden_inputs(trained.tables)[:1]
    large[:, index_of("balance")], infinite[:, index_of("balance")] = 1e12, np.inf
    onnx_file = trained.files["model.onnx"]
    assert run_onnx(onnx_file, large)["probability"] == run_onnx(onnx_file, infinite)["probability"]


def test_golden_rows_hold_every_category_pair_every_end_and_every_cut(trained: TrainedModel) -> None:
    x = golden_inputs(trained.tables)
    assert np.array_equal(x, x.astype(np.float32).astype(np.float64))
    pairs = {(row[1], row[2]) for row in x.tolist()}
    assert pairs == {(geography, gender) for geography in range(3) for gender in range(2)}
    for column, feature in enumerate(FEATURES):
        if feature.minimum is not None:
            assert x[:, column].min() == feature.minimum
        if feature.maximum is not None:
            assert x[:, column].max() == feature.maximum
    for term in trained.tables.terms:
        for cuts, bins in zip(term.cuts, term.bins(x), strict=True):
            assert np.array_equal(np.unique(bins), np.arange(len(cuts) + 1)), term.features
