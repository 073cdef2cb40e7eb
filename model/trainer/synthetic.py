"""A seeded generator of customers that do not exist, in the schema of Churn_Modelling.csv."""

from __future__ import annotations

import csv
import io

import numpy as np

from .identity import SYNTHETIC_SURNAME
from .signature import FEATURES, IGNORED_COLUMNS, LABEL_COLUMN

FIRST_CUSTOMER_ID = 90_000_001


def synthetic_csv(rows: int, seed: int) -> str:
    """
    `rows` invented customers as CSV text; the same seed gives the same text.

    Churn follows a made-up logistic rule (older, inactive, German, one product or more than two: more likely),
    so that a model has something to learn. Every Surname is `Synthetic`, which marks the file for the trainer.
    """
    random = np.random.default_rng(seed)
    geography = random.choice(3, size=rows, p=[0.5, 0.25, 0.25])
    female = random.random(rows) < 0.45
    age = np.clip(np.round(18 + random.gamma(4.0, 5.3, rows)), 18, 92).astype(int)
    products = random.choice([1, 2, 3, 4], size=rows, p=[0.5, 0.46, 0.03, 0.01])
    active = (random.random(rows) < 0.515).astype(int)
    balance = np.where(
        random.random(rows) < np.where(geography == 1, 0.0, 0.48),
        0.0,
        np.round(np.clip(random.normal(120_000, 30_000, rows), 1_000, 250_000), 2),
    )
    log_odds = (
        -3.1
        + 0.075 * (age - 38)
        + np.array([0.0, 0.8, 0.05])[geography]
        + 0.5 * female
        - 1.0 * active
        + np.array([0.0, 1.1, -0.4, 2.5, 4.0])[products]
        + 0.003 * balance / 1_000
    )
    exited = (random.random(rows) < 1 / (1 + np.exp(-log_odds))).astype(int)
    columns: dict[str, object] = {
        "RowNumber": np.arange(1, rows + 1),
        "CustomerId": np.arange(FIRST_CUSTOMER_ID, FIRST_CUSTOMER_ID + rows),
        "Surname": [SYNTHETIC_SURNAME] * rows,
        "CreditScore": np.clip(np.round(random.normal(650, 95, rows)), 350, 850).astype(int),
        "Geography": np.array(["France", "Germany", "Spain"])[geography],
        "Gender": np.where(female, "Female", "Male"),
        "Age": age,
        "Tenure": random.integers(0, 11, rows),
        "Balance": balance,
        "NumOfProducts": products,
        "HasCrCard": (random.random(rows) < 0.7).astype(int),
        "IsActiveMember": active,
        "EstimatedSalary": np.round(random.uniform(1_000, 200_000, rows), 2),
        LABEL_COLUMN: exited,
    }
    header = [*IGNORED_COLUMNS, *(feature.column for feature in FEATURES), LABEL_COLUMN]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(zip(*(columns[name] for name in header), strict=True))
    return text.getvalue()
