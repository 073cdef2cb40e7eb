"""Reference histograms: what the scores and the features looked like on the training rows, for drift alarms."""

from __future__ import annotations

import numpy as np

from .signature import FEATURES, Feature
from .tables import Floats

MINIMUM_ROWS = 500
PARTS = 10
SCORE_DECIMALS = 4
SIGNIFICANT_DIGITS = 3
SHARE_DECIMALS = 6


def reference_file(x: Floats, scores: Floats, model: dict[str, object]) -> dict[str, object]:
    """The content of reference.json. Bin i holds the values from edge i-1 (inclusive) up to edge i (exclusive)."""
    edges = sorted({round(float(edge), SCORE_DECIMALS) for edge in _deciles(scores)})
    return {
        "model": model,
        "rows": len(x),
        "rule": {
            "statistic": "population stability index",
            "minimumRows": MINIMUM_ROWS,
            "watch": 0.1,
            "alarm": 0.2,
            "meaning": (
                f"Below {MINIMUM_ROWS} rows the usual thresholds give false alarms: compute no index. "
                "Give an empty bin a share of half a row before taking the logarithm."
            ),
        },
        "score": _histogram(scores, edges),
        "features": {feature.name: _feature(feature, x[:, column]) for column, feature in enumerate(FEATURES)},
    }


def _feature(feature: Feature, values: Floats) -> dict[str, object]:
    if feature.type in ("categorical", "boolean"):
        names = feature.categories or ("0", "1")
        shares = [round(float(np.mean(values == code)), SHARE_DECIMALS) for code in range(len(names))]
        return {"categories": list(names), "shares": shares}
    levels = np.unique(values)
    if feature.type == "integer" and len(levels) <= PARTS + 1:
        return _histogram(values, [float(level) for level in levels[1:]])
    return _histogram(values, _rounded_edges(values))


def _histogram(values: Floats, edges: list[float]) -> dict[str, object]:
    bins = np.searchsorted(np.array(edges), values, side="right")
    counts = np.bincount(bins, minlength=len(edges) + 1)
    return {"edges": edges, "shares": [round(float(count) / len(values), SHARE_DECIMALS) for count in counts]}


def _deciles(values: Floats) -> Floats:
    return np.quantile(values, np.arange(1, PARTS) / PARTS)


def _rounded_edges(values: Floats) -> list[float]:
    """Deciles rounded, so that no value of a real row is published; those at the minimum are dropped."""
    rounded = {float(f"{float(edge):.{SIGNIFICANT_DIGITS}g}") for edge in _deciles(values)}
    return sorted(edge for edge in rounded if edge > float(values.min()))
