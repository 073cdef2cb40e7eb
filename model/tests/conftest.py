from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from trainer.boosting import Parameters
from trainer.identity import MODEL_DIRECTORY
from trainer.pipeline import TrainedModel, train
from trainer.synthetic import synthetic_csv

SMALL = Parameters(outer_bags=2, folds=3)
DATA = Path(os.environ.get("MODELPORT_DATA", MODEL_DIRECTORY.parents[1] / "shared" / "data" / "Churn_Modelling.csv"))

Edit = Callable[[list[list[str]]], None]


@pytest.fixture(scope="session")
def synthetic_text() -> str:
    return synthetic_csv(rows=2000, seed=7)


@pytest.fixture(scope="session")
def synthetic_data(synthetic_text: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "invented.csv"
    path.write_text(synthetic_text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def trained_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trained")


@pytest.fixture(scope="session")
def trained(synthetic_data: Path, trained_folder: Path) -> TrainedModel:
    """A small model of invented customers, written to `trained_folder`."""
    return train(synthetic_data, trained_folder, accept_data=True, log=print, parameters=SMALL)


@pytest.fixture
def edited_data(synthetic_text: str, tmp_path: Path) -> Callable[[Edit], Path]:
    """Writes the invented customers after a change to the list of rows (the header is row 0)."""

    def write(edit: Edit) -> Path:
        rows = [line.split(",") for line in synthetic_text.splitlines()]
        edit(rows)
        path = tmp_path / "edited.csv"
        path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
