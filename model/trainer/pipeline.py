"""One training run from a CSV to the finished files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.model_selection import train_test_split

from .boosting import Parameters, fit, read_tables
from .dataset import Dataset, read_dataset
from .documents import documents
from .drift import reference_file
from .errors import UsageError
from .evaluation import cross_validate, evaluate
from .golden import golden_file, golden_inputs
from .identity import MODEL_DIRECTORY, DataIdentity
from .manifest import ONNX_FILE, Json, build_manifest, model_reference
from .onnx_graph import export_onnx
from .parity import Parity, measure_parity
from .publishing import golden_bytes, json_bytes, publish
from .tables import Tables

HELD_OUT_SHARE = 0.2

Log = Callable[[str], None]


@dataclass(frozen=True)
class TrainedModel:
    """What a run made: the files by name, and how it was found to be."""

    files: dict[str, bytes]
    manifest: Json
    tables: Tables
    data_parity: Parity
    golden_parity: Parity


def train(data: Path, out: Path, accept_data: bool, log: Log, parameters: Parameters | None = None) -> TrainedModel:
    """
    Trains, evaluates, exports, checks and writes. Raises TrainerError (or UsageError, for what the caller gave)
    before anything in `out` is touched.
    """
    dataset = read_dataset(data, accept_data)
    _refuse_to_overwrite(dataset.identity, out)
    model = build(dataset, parameters or Parameters(), log)
    publish(model.files, out)
    return model


def build(dataset: Dataset, parameters: Parameters, log: Log) -> TrainedModel:
    """Everything but reading and writing; the same data give the same bytes."""
    x, y = dataset.x, dataset.y
    train_rows, test_rows = train_test_split(
        np.arange(len(y)), test_size=HELD_OUT_SHARE, stratify=y, random_state=parameters.seed
    )
    log(f"Read {len(y):,} rows; {len(test_rows):,} of them are held out.")
    folds = cross_validate(x[train_rows], y[train_rows], parameters, log)
    tables = read_tables(fit(x[train_rows], y[train_rows], parameters))
    test = evaluate(x[test_rows], y[test_rows], tables.probabilities(x[test_rows]))
    log(f"Held-out rows: AUC {test['auc']}")
    onnx_file = export_onnx(tables, "bankchurn", dataset.identity.model_version)
    data_parity = measure_parity(onnx_file, tables, x)
    golden_parity = measure_parity(onnx_file, tables, golden_inputs(tables))
    log(f"ONNX against the tables: at most {max(data_parity.worst(), golden_parity.worst()):.1e} apart")
    metrics: Json = {"crossValidation": folds, "test": test}
    manifest = build_manifest(tables, onnx_file, metrics, dataset.identity, len(y), len(train_rows), parameters)
    reference = model_reference(manifest)
    files = {
        ONNX_FILE: onnx_file,
        "golden.json": golden_bytes(golden_file(tables, reference)),
        "reference.json": json_bytes(reference_file(x[train_rows], tables.probabilities(x[train_rows]), reference)),
        **documents(manifest),
        "manifest.json": json_bytes(manifest),
    }
    return TrainedModel(files, manifest, tables, data_parity, golden_parity)


def _refuse_to_overwrite(identity: DataIdentity, out: Path) -> None:
    """Only the public data set makes the shipped model."""
    if identity.kind != "public" and out.exists() and out.samefile(MODEL_DIRECTORY):
        raise UsageError(
            f"A model trained on {identity.kind} data must not replace the shipped model in {out}. "
            "Give another folder with --out."
        )
