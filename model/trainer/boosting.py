"""Fits the explainable boosting machine and reads its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from interpret import develop
from interpret.glassbox import ExplainableBoostingClassifier
from interpret.utils._native import Native
from numpy.typing import NDArray

from .signature import FEATURE_NAMES, FEATURES, PAIRS, index_of
from .tables import SCORE_DECIMALS, Floats, Tables, Term


@dataclass(frozen=True)
class Parameters:
    """How the model is trained; tests use fewer bags and folds."""

    outer_bags: int = 14
    max_bins: int = 128
    max_interaction_bins: int = 16
    seed: int = 42
    folds: int = 5

    def described(self) -> dict[str, object]:
        """For the manifest."""
        return {
            "interactions": [list(pair) for pair in PAIRS],
            "outerBags": self.outer_bags,
            "maxBins": self.max_bins,
            "maxInteractionBins": self.max_interaction_bins,
            "jobs": 1,
            "instructions": "AVX2",
        }


def fit(x: Floats, y: NDArray[np.int64], parameters: Parameters) -> ExplainableBoostingClassifier:
    """A fitted machine of ten mains and the four named pairs; the same input gives the same machine."""
    # With everything allowed, a processor with AVX-512 sums in another order than one without it.
    develop.set_option("acceleration", Native.AccelerationFlags_AVX2)
    model = ExplainableBoostingClassifier(
        feature_names=list(FEATURE_NAMES),
        feature_types=["nominal" if feature.type == "categorical" else "continuous" for feature in FEATURES],
        interactions=[(index_of(first), index_of(second)) for first, second in PAIRS],
        outer_bags=parameters.outer_bags,
        max_bins=parameters.max_bins,
        max_interaction_bins=parameters.max_interaction_bins,
        random_state=parameters.seed,
        n_jobs=1,
    )
    return model.fit(x, y)


def read_tables(model: ExplainableBoostingClassifier) -> Tables:
    """The machine's terms without its bins for missing and unknown values, which the encoder never lets through."""
    terms = []
    for features, scores in zip(model.term_features_, model.term_scores_, strict=True):
        level = len(features) - 1
        axes = [_axis(feature, model.bins_[feature], level) for feature in features]
        kept = np.asarray(scores)[np.ix_(*(order for _, order in axes))]
        terms.append(Term(tuple(features), tuple(cuts for cuts, _ in axes), np.round(kept, SCORE_DECIMALS) + 0.0))
    return Tables(tuple(terms), float(np.round(float(np.ravel(model.intercept_)[0]), SCORE_DECIMALS)))


def _axis(feature: int, levels: list[Any], level: int) -> tuple[Floats, list[int]]:
    """
    The cuts of a feature and which entries of the score table to keep, in the order of the bins.

    Pairs have coarser bins at the second level where that differs from the first. Entry 0 is for missing values.
    """
    bins = levels[min(level, len(levels) - 1)]
    if isinstance(bins, Mapping):
        codes = range(len(FEATURES[feature].categories))
        by_code = {int(float(key)): entry for key, entry in bins.items()}
        return np.array([code - 0.5 for code in codes[1:]]), [by_code[code] for code in codes]
    cuts = np.asarray(bins, dtype=np.float64)
    return cuts, list(range(1, len(cuts) + 2))
