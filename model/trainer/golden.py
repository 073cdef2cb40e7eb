"""Draws golden rows synthetically and scores them in float64 from the tables. No row of the data is ever used."""

from __future__ import annotations

import itertools
import math

import numpy as np

from .parity import TOLERANCE
from .signature import FEATURES, Feature
from .tables import Floats, Tables

SEED = 42
RANDOM_ROWS = 150
# Where the signature leaves a number open, golden rows go this far.
OPEN_MAXIMUM = 250_000.0
FAR_BEYOND = 10_000_000.0

Instance = dict[str, str | int | float]


def golden_file(tables: Tables, model: dict[str, object]) -> dict[str, object]:
    """The content of golden.json."""
    x = golden_inputs(tables)
    terms = tables.term_scores(x)
    contributions = tables.feature_contributions(x)
    logits, scores = tables.logits(x), tables.probabilities(x)
    rows = [
        {
            "instance": decode(x[row]),
            "score": float(scores[row]),
            "logit": float(logits[row]),
            "contributions": contributions[row].tolist(),
            "terms": terms[row].tolist(),
        }
        for row in range(len(x))
    ]
    return {"model": model, "tolerance": TOLERANCE, "rows": rows}


def golden_inputs(tables: Tables) -> Floats:
    """
    [rows, features]: random rows, the ends of every range, every pair of categories, and every cut with both of
    its neighbours (float32 for numbers, the next integers for integers). Every value is exact in float32.
    """
    random = np.random.default_rng(SEED)
    fixed = _example()
    rows = [fixed, *(_random_row(random) for _ in range(RANDOM_ROWS))]
    for column, feature in enumerate(FEATURES):
        for value in _ends(feature):
            rows.append(_with(fixed, {column: value}))
    for (first, one), (second, other) in itertools.combinations(_choices().items(), 2):
        for pair in itertools.product(one, other):
            rows.append(_with(fixed, dict(zip((first, second), pair, strict=True))))
    boundaries = {column: _boundaries(tables, column) for column in range(len(FEATURES))}
    for number in range(max(len(values) for values in boundaries.values())):
        row = _random_row(random)
        for column, values in boundaries.items():
            if number < len(values):
                row[column] = values[number]
        rows.append(row)
    return np.unique(np.array(rows, dtype=np.float32).astype(np.float64), axis=0)


def encode_example() -> Floats:
    """[1, features]: the example of every field."""
    return np.array([_example()])


def decode(row: Floats) -> Instance:
    """A row of the input tensor as a request has it."""
    return {feature.name: _plain(feature, float(value)) for feature, value in zip(FEATURES, row, strict=True)}


def _plain(feature: Feature, value: float) -> str | int | float:
    if feature.type == "categorical":
        return feature.categories[int(value)]
    return value if feature.type == "number" else int(value)


def _example() -> list[float]:
    return [
        float(feature.categories.index(str(feature.example))) if feature.categories else float(feature.example)
        for feature in FEATURES
    ]


def _choices() -> dict[int, list[float]]:
    """The columns with few values: categories, flags and the like."""
    choices: dict[int, list[float]] = {}
    for column, feature in enumerate(FEATURES):
        if feature.type == "number":
            continue
        low, high = _range(feature)
        if high - low < 5:
            choices[column] = [float(value) for value in range(int(low), int(high) + 1)]
    return choices


def _range(feature: Feature) -> tuple[float, float]:
    if feature.type == "categorical":
        return 0.0, float(len(feature.categories) - 1)
    if feature.type == "boolean":
        return 0.0, 1.0
    low = float(feature.minimum if feature.minimum is not None else 0)
    return low, float(feature.maximum) if feature.maximum is not None else OPEN_MAXIMUM


def _ends(feature: Feature) -> tuple[float, ...]:
    low, high = _range(feature)
    return (low, high, FAR_BEYOND) if feature.type == "number" else (low, high)


def _random_row(random: np.random.Generator) -> list[float]:
    row = []
    for feature in FEATURES:
        low, high = _range(feature)
        if feature.type == "number":
            # Quarters are exact in float32 up to four million.
            row.append(round(float(random.uniform(low, high)) * 4) / 4)
        else:
            row.append(float(random.integers(int(low), int(high) + 1)))
    return row


def _boundaries(tables: Tables, column: int) -> list[float]:
    """Every cut of a feature, of mains and pairs, with its neighbours, inside the range."""
    feature = FEATURES[column]
    cuts = {
        float(cut)
        for term in tables.terms
        for axis, axis_cuts in zip(term.features, term.cuts, strict=True)
        if axis == column
        for cut in axis_cuts
    }
    values: set[float] = set()
    for cut in cuts:
        if feature.type == "number":
            nearest = np.float32(cut)
            below, above = np.nextafter(nearest, np.float32(-np.inf)), np.nextafter(nearest, np.float32(np.inf))
            values.update((float(below), float(nearest), float(above)))
        else:
            values.update((float(math.ceil(cut) - 1), float(math.ceil(cut))))
    low, high = _range(feature)
    return sorted(value for value in values if low <= value and (feature.maximum is None or value <= high))


def _with(row: list[float], changes: dict[int, float]) -> list[float]:
    return [changes.get(column, value) for column, value in enumerate(row)]
