"""Stands in for your own training: a made-up loan book, and a LightGBM that tells who will not pay back."""

from pathlib import Path

import joblib
import lightgbm
import numpy as np
import pandas as pd

HERE = Path(__file__).parent

random = np.random.default_rng(7)
rows = 4000
frame = pd.DataFrame(
    {
        "LoanAmount": random.lognormal(8, 1, rows),
        "TermMonths": random.integers(6, 61, rows),
        "Purpose": pd.Categorical(random.choice(["car", "home", "study"], rows)),
        "Employed": random.random(rows) < 0.7,
    }
)
log_odds = frame.LoanAmount / 4000 - 1 + (frame.Purpose == "study") - frame.Employed
defaulted = (random.random(rows) < 1 / (1 + np.exp(-log_odds))).astype(int)

# What is served is float32, so that is what the model learns from.
frame = frame.astype({column: "float32" for column in frame.select_dtypes("float64")})
model = lightgbm.LGBMClassifier(n_estimators=60, num_leaves=15, random_state=1, n_jobs=1, verbose=-1)
model.fit(frame, defaulted)

joblib.dump({"model": model, "frame": frame}, HERE / "trained.joblib")
