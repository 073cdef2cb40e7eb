"""The measures against independent ones."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, f1_score, precision_score, recall_score, roc_auc_score

from trainer.evaluation import auc, brier, decisions, expected_calibration_error

RANDOM = np.random.default_rng(5)
SCORES = np.round(RANDOM.random(400), 2)
LABELS = (RANDOM.random(400) < SCORES).astype(np.int64)


def test_auc_with_ties_equals_scikit_learn() -> None:
    area, (low, high) = auc(LABELS, SCORES)
    assert area == pytest.approx(roc_auc_score(LABELS, SCORES), abs=1e-12)
    assert 0 < low < area < high < 1


def test_the_interval_is_as_wide_as_a_bootstrap_says() -> None:
    random = np.random.default_rng(6)
    areas = []
    for _ in range(1000):
        rows = random.integers(0, len(LABELS), len(LABELS))
        areas.append(auc(LABELS[rows], SCORES[rows])[0])
    low, high = np.quantile(areas, [0.025, 0.975])
    assert auc(LABELS, SCORES)[1] == pytest.approx((low, high), abs=0.01)


def test_brier_and_decisions_equal_scikit_learn() -> None:
    assert brier(LABELS, SCORES) == pytest.approx(brier_score_loss(LABELS, SCORES))
    called = SCORES >= 0.3
    expected = [precision_score(LABELS, called), recall_score(LABELS, called), f1_score(LABELS, called)]
    found = decisions(LABELS, SCORES, 0.3)
    assert [found["precision"], found["recall"], found["f1"]] == pytest.approx(expected, abs=1e-4)


def test_calibration_error_of_known_scores() -> None:
    assert expected_calibration_error(np.array([0, 1, 1, 1]), np.array([0.5, 0.5, 0.95, 1.0])) == pytest.approx(0.0125)
    assert expected_calibration_error(np.array([0, 0]), np.array([0.25, 0.75])) == pytest.approx(0.5)
