"""Measures a model: ranking (AUC), calibration (Brier, ECE), decisions at thresholds, and groups."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from .boosting import Parameters, fit, read_tables
from .signature import FEATURES, GROUP_FEATURES, index_of
from .tables import Floats

Labels = NDArray[np.int64]
Metrics = dict[str, object]

DECIMALS = 4
CALIBRATION_BINS = 10
THRESHOLDS = (0.5, 0.3)
MINIMUM_GROUP_CLASS_ROWS = 10
NORMAL_QUANTILE_975 = 1.959963984540054


def cross_validate(x: Floats, y: Labels, parameters: Parameters, log: Callable[[str], None]) -> Metrics:
    """Stratified k-fold on the training rows: mean and sample standard deviation of AUC, Brier and ECE."""
    folds = StratifiedKFold(parameters.folds, shuffle=True, random_state=parameters.seed)
    measured: dict[str, list[float]] = {"auc": [], "brier": [], "ece": []}
    for number, (train, held_out) in enumerate(folds.split(x, y), start=1):
        scores = read_tables(fit(x[train], y[train], parameters)).probabilities(x[held_out])
        measured["auc"].append(auc(y[held_out], scores)[0])
        measured["brier"].append(brier(y[held_out], scores))
        measured["ece"].append(expected_calibration_error(y[held_out], scores))
        log(f"Cross-validation {number} of {parameters.folds}: AUC {measured['auc'][-1]:.4f}")
    summary: Metrics = {"folds": parameters.folds}
    for name, values in measured.items():
        summary[name] = {"mean": _rounded(np.mean(values)), "standardDeviation": _rounded(np.std(values, ddof=1))}
    return summary


def evaluate(x: Floats, y: Labels, scores: Floats) -> Metrics:
    """Everything that the manifest says about the held-out rows."""
    area, (low, high) = auc(y, scores)
    return {
        "rows": len(y),
        "auc": _rounded(area),
        "aucInterval95": [_rounded(low), _rounded(high)],
        "brier": _rounded(brier(y, scores)),
        "ece": _rounded(expected_calibration_error(y, scores)),
        "thresholds": [decisions(y, scores, threshold) for threshold in THRESHOLDS],
        "groups": {name: _group_aucs(index_of(name), x, y, scores) for name in GROUP_FEATURES},
    }


def auc(y: Labels, scores: Floats) -> tuple[float, tuple[float, float]]:
    """The area under the ROC curve and its 95 % interval after DeLong (normal approximation)."""
    positive, negative = scores[y == 1], scores[y == 0]
    wins_of_positive = _share_below(positive, negative)
    wins_over_negative = 1 - _share_below(negative, positive)
    area = float(np.mean(wins_of_positive))
    variance = np.var(wins_of_positive, ddof=1) / len(positive) + np.var(wins_over_negative, ddof=1) / len(negative)
    half = NORMAL_QUANTILE_975 * math.sqrt(float(variance))
    return area, (max(0.0, area - half), min(1.0, area + half))


def _share_below(values: Floats, others: Floats) -> Floats:
    """For each value the share of the others below it; a tie counts half."""
    ordered = np.sort(others)
    below = np.searchsorted(ordered, values, side="left")
    not_above = np.searchsorted(ordered, values, side="right")
    return (below + not_above) / (2 * len(others))


def brier(y: Labels, scores: Floats) -> float:
    """The mean squared error of the probabilities."""
    return float(np.mean((scores - y) ** 2))


def expected_calibration_error(y: Labels, scores: Floats) -> float:
    """The mean distance of predicted and observed share over ten equally wide bins, weighted by their rows."""
    bins = np.minimum((scores * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    distances = [abs(float(np.sum(scores[bins == number] - y[bins == number]))) for number in range(CALIBRATION_BINS)]
    return sum(distances) / len(y)


def decisions(y: Labels, scores: Floats, threshold: float) -> Metrics:
    """Precision, recall and F1 when everyone at or above the threshold is called a churner."""
    called = scores >= threshold
    right = float(np.sum(called & (y == 1)))
    precision = right / max(1.0, float(np.sum(called)))
    recall = right / float(np.sum(y == 1))
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {
        "threshold": threshold,
        "precision": _rounded(precision),
        "recall": _rounded(recall),
        "f1": _rounded(f1),
    }


def _group_aucs(feature: int, x: Floats, y: Labels, scores: Floats) -> Metrics:
    """AUC by category; a category with too few rows of either class has none."""
    areas: Metrics = {}
    for code, category in enumerate(FEATURES[feature].categories):
        rows = x[:, feature] == code
        if min(int(np.sum(y[rows] == label)) for label in (0, 1)) >= MINIMUM_GROUP_CLASS_ROWS:
            areas[category] = _rounded(auc(y[rows], scores[rows])[0])
    return areas


def _rounded(value: float | np.floating) -> float:
    return round(float(value), DECIMALS)
