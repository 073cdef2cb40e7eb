"""The trained model as plain tables: cut points and scores. They are the model; the ONNX file is an export of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .signature import FEATURES

Floats = NDArray[np.float64]

# Rounding makes the tables independent of the last bit of a processor's summation.
SCORE_DECIMALS = 9


@dataclass(frozen=True)
class Term:
    """
    One additive term over one feature or two.

    `cuts` has one ascending array for each feature: a value falls into the bin numbered by how many cuts are
    less than or equal to it. `scores` (log-odds) has one more entry than cuts along each axis.
    """

    features: tuple[int, ...]
    cuts: tuple[Floats, ...]
    scores: Floats

    def bins(self, x: Floats) -> tuple[NDArray[np.int64], ...]:
        """The bin of every row along each axis."""
        return tuple(
            np.searchsorted(cuts, x[:, feature], side="right").astype(np.int64)
            for feature, cuts in zip(self.features, self.cuts, strict=True)
        )


@dataclass(frozen=True)
class Tables:
    """The whole model: logit = intercept + the sum of the terms' scores."""

    terms: tuple[Term, ...]
    intercept: float

    def term_scores(self, x: Floats) -> Floats:
        """[rows, terms] in log-odds."""
        return np.column_stack([term.scores[term.bins(x)] for term in self.terms])

    def shares(self) -> Floats:
        """[terms, features]: how a term is divided among its features; a pair goes half and half."""
        shares = np.zeros((len(self.terms), len(FEATURES)))
        for row, term in enumerate(self.terms):
            shares[row, list(term.features)] = 1 / len(term.features)
        return shares

    def feature_contributions(self, x: Floats) -> Floats:
        """[rows, features] in log-odds."""
        return self.term_scores(x) @ self.shares()

    def logits(self, x: Floats) -> Floats:
        """[rows]."""
        logits: Floats = self.intercept + self.term_scores(x).sum(axis=1)
        return logits

    def probabilities(self, x: Floats) -> Floats:
        """[rows]."""
        probabilities: Floats = 1 / (1 + np.exp(-self.logits(x)))
        return probabilities
