"""Proves that the ONNX file says what the tables say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from .errors import TrainerError
from .onnx_graph import FEATURE_CONTRIBUTIONS, INPUT, LOGIT, PROBABILITY, TERMS
from .tables import Floats, Tables

TOLERANCE = 1e-5


@dataclass(frozen=True)
class Parity:
    """The largest differences over the rows that were compared."""

    rows: int
    probability: float
    logit: float
    terms: float
    feature_contributions: float
    sum_and_logit: float

    def worst(self) -> float:
        """The largest of all differences."""
        return max(self.probability, self.logit, self.terms, self.feature_contributions, self.sum_and_logit)


def run_onnx(onnx_file: bytes, x: Floats) -> dict[str, NDArray[np.float32]]:
    """Every output of the file for `x` as float32."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(onnx_file, options, providers=["CPUExecutionProvider"])
    names = [PROBABILITY, LOGIT, TERMS, FEATURE_CONTRIBUTIONS]
    return dict(zip(names, session.run(names, {INPUT: x.astype(np.float32)}), strict=True))


def measure_parity(onnx_file: bytes, tables: Tables, x: Floats) -> Parity:
    """
    Compares onnxruntime in float32 with the tables in float64, row by row.

    Raises TrainerError when any output differs by more than TOLERANCE.
    """
    found = {name: values.astype(np.float64) for name, values in run_onnx(onnx_file, x).items()}
    contributions = found[FEATURE_CONTRIBUTIONS]
    parity = Parity(
        rows=len(x),
        probability=_largest(found[PROBABILITY] - tables.probabilities(x)),
        logit=_largest(found[LOGIT] - tables.logits(x)),
        terms=_largest(found[TERMS] - tables.term_scores(x)),
        feature_contributions=_largest(contributions - tables.feature_contributions(x)),
        sum_and_logit=_largest(contributions.sum(axis=1) + tables.intercept - found[LOGIT]),
    )
    if not parity.worst() <= TOLERANCE:
        raise TrainerError(
            f"The exported ONNX differs from the trained model by {parity.worst():.3g} over {len(x)} rows, but at most "
            f"{TOLERANCE:g} is allowed. Nothing was written; look at the graph in trainer/onnx_graph.py."
        )
    return parity


def _largest(differences: Floats) -> float:
    return float(np.max(np.abs(differences)))
