"""Reads a training CSV strictly: every value is checked against the signature before anything is trained."""

from __future__ import annotations

import csv
import hashlib
import io
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .errors import UsageError
from .identity import PUBLIC_DATA_SHA256, SYNTHETIC_SURNAME, DataIdentity, DataKind
from .signature import FEATURES, IGNORED_COLUMNS, LABEL_COLUMN, Feature

MINIMUM_ROWS = 1000
MINIMUM_ROWS_PER_CLASS = 50
REQUIRED_COLUMNS = (*(feature.column for feature in FEATURES), LABEL_COLUMN)


@dataclass(frozen=True)
class Dataset:
    """`x` is [rows, features] in the order of the signature with categories as codes; `y` is 1 for churned."""

    x: NDArray[np.float64]
    y: NDArray[np.int64]
    identity: DataIdentity


def read_dataset(path: Path, accept_data: bool) -> Dataset:
    """
    Reads and checks a CSV with the columns of Churn_Modelling.csv.

    Raises UsageError with a sentence for a file that cannot be read, wrong columns, a bad value, too few rows,
    and for any other data than the public set unless `accept_data`.
    """
    content = _read(path)
    sha256 = hashlib.sha256(content).hexdigest()
    rows = _parse(content, path)
    header = rows[0]
    _check_columns(header, path)
    x, y = _encode(rows[1:], header, path)
    _check_amount(x, y, path)
    if sha256 != PUBLIC_DATA_SHA256 and not accept_data:
        raise UsageError(
            f"The sha256 of {path} is {sha256}, but the model is trained on the file with {PUBLIC_DATA_SHA256}. "
            "Give that file, or add --accept-data (and --out with another folder) to train on this one."
        )
    return Dataset(x, y, DataIdentity(_kind(rows, sha256), sha256))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The data file {path} cannot be read ({error.strerror}). Give the path of a CSV file that exists."
        ) from error


def _parse(content: bytes, path: Path) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            f"The data file {path} is not a CSV file in UTF-8. Save it as comma-separated UTF-8 text and try again."
        ) from error
    if not rows:
        raise UsageError(f"The data file {path} is empty. It needs a header line and at least {MINIMUM_ROWS} rows.")
    for number, row in enumerate(rows[1:], start=1):
        if len(row) != len(rows[0]):
            raise UsageError(
                f"Data row {number} of {path} has {len(row)} values, but the header has {len(rows[0])} columns. "
                "Give every row one value for each column."
            )
    return rows


def _check_columns(header: list[str], path: Path) -> None:
    missing = [column for column in REQUIRED_COLUMNS if column not in header]
    unknown = [column for column in header if column not in REQUIRED_COLUMNS + IGNORED_COLUMNS]
    repeated = sorted({column for column in header if header.count(column) > 1})
    faults = [
        f"{words} {', '.join(columns)}"
        for words, columns in (("lacks", missing), ("has the unknown", unknown), ("repeats", repeated))
        if columns
    ]
    if faults:
        raise UsageError(
            f"The header of {path} {'; it '.join(faults)}. The columns must be {', '.join(REQUIRED_COLUMNS)}; "
            f"{', '.join(IGNORED_COLUMNS)} may be there and are ignored. Rename, add or remove columns to match."
        )


def _encode(rows: list[list[str]], header: list[str], path: Path) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    x = np.empty((len(rows), len(FEATURES)), dtype=np.float64)
    for column, feature in enumerate(FEATURES):
        position = header.index(feature.column)
        for row, values in enumerate(rows):
            code = encode(feature, values[position])
            if code is None:
                raise _bad_value(row, feature.column, values[position], feature.allowed(), path)
            x[row, column] = code
    position = header.index(LABEL_COLUMN)
    for row, values in enumerate(rows):
        if values[position].strip() not in ("0", "1"):
            raise _bad_value(row, LABEL_COLUMN, values[position], "0 or 1", path)
    return x, np.array([int(values[position]) for values in rows], dtype=np.int64)


def encode(feature: Feature, text: str) -> float | None:
    """The number that stands for a value in the input tensor, or None when the value is not allowed."""
    if feature.type == "categorical":
        return float(feature.categories.index(text)) if text in feature.categories else None
    try:
        value = float(text)
    except ValueError:
        return None
    if not math.isfinite(value) or (feature.type != "number" and not value.is_integer()):
        return None
    low, high = (0, 1) if feature.type == "boolean" else (feature.minimum, feature.maximum)
    return None if (low is not None and value < low) or (high is not None and value > high) else value


def _bad_value(row: int, column: str, value: str, allowed: str, path: Path) -> UsageError:
    return UsageError(
        f'Data row {row + 1} of {path} has {column} "{value}", but {column} must be {allowed}. '
        "Correct or remove that row and train again."
    )


def _check_amount(x: NDArray[np.float64], y: NDArray[np.int64], path: Path) -> None:
    if len(y) < MINIMUM_ROWS:
        raise UsageError(
            f"{path} has {len(y)} data rows, but training needs at least {MINIMUM_ROWS}. Give a larger file."
        )
    for label in (0, 1):
        count = int(np.sum(y == label))
        if count < MINIMUM_ROWS_PER_CLASS:
            raise UsageError(
                f"{path} has {count} rows with {LABEL_COLUMN} {label}, but training needs at least "
                f"{MINIMUM_ROWS_PER_CLASS} of each class. Give a file with both classes."
            )
    for column, feature in enumerate(FEATURES):
        for code, category in enumerate(feature.categories):
            if not np.any(x[:, column] == code):
                raise UsageError(
                    f'{path} has no row with {feature.column} "{category}", so nothing could be learned about it. '
                    "Give a file in which every category occurs."
                )


def _kind(rows: list[list[str]], sha256: str) -> DataKind:
    if sha256 == PUBLIC_DATA_SHA256:
        return "public"
    if "Surname" not in rows[0]:
        return "custom"
    position = rows[0].index("Surname")
    return "synthetic" if any(row[position] == SYNTHETIC_SURNAME for row in rows[1:]) else "custom"
