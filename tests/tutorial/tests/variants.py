"""Other models than the tutorial's, exported by its script: `variants.py <folder of export.py> <out folder>`."""

import json
import sys
from pathlib import Path

import joblib
import lightgbm
import numpy as np
import pandas as pd

source, out = Path(sys.argv[1]), Path(sys.argv[2])
sys.path.insert(0, str(source))
import export  # noqa: E402

ROWS = 3000
random = np.random.default_rng(3)
# Neighbouring float32 values: every cut between two of them has no float32 of its own.
neighbours = [np.float32(1000)]
while len(neighbours) < 400:
    neighbours.append(np.nextafter(neighbours[-1], np.float32(np.inf)))
chosen = random.integers(0, len(neighbours), ROWS)
close = pd.DataFrame(
    {
        "Close": np.array(neighbours, dtype=np.float32)[chosen],
        "weight": random.normal(size=ROWS).astype(np.float32),
        "Kind": pd.Categorical(random.choice(["a", "b", "c"], ROWS)),
    }
)
close.loc[::17, "weight"] = np.nan
doubles = pd.DataFrame({"Close": 1000 + random.random(ROWS) * 1e-3})
settings = {"n_jobs": 1, "verbose": -1, "max_bin": 1000, "min_data_in_bin": 1, "min_child_samples": 3}
binary = {"labelName": "label", "labels": {"positive": "yes", "negative": "no"}, "threshold": 0.5}


def export_as(name, model, frame, target, output):
    """Exports into `out/name`; what it says where it stops is the answer."""
    folder = out / name
    folder.mkdir(parents=True)
    words = {
        "name": name,
        "version": "1.0.0",
        "title": name,
        "description": "Drawn for a test.",
        "license": "Apache-2.0",
        "synthetic": True,
        "features": {column: {"description": column} for column in frame},
        "output": {"name": "estimate", "description": "What is estimated.", "decimals": 4, **output},
    }
    (folder / "words.json").write_text(json.dumps(words))
    joblib.dump({"model": model.fit(frame, target), "frame": frame}, folder / "trained.joblib")
    export.HERE = folder
    try:
        export.main()
    except SystemExit as stop:
        return str(stop)
    return "exported"


def unrounded(model):
    return model.booster_


flag = (chosen % 7 < 3).astype(int)
said = {
    "close": export_as("close", lightgbm.LGBMClassifier(**settings), close, flag, binary),
    "multiclass": export_as(
        "multiclass", lightgbm.LGBMClassifier(**settings), close, np.array(["x", "y", "z"])[chosen % 3], {"labelName": "label"}
    ),
    "regression": export_as("regression", lightgbm.LGBMRegressor(**settings), close, chosen * 10.0, {"unit": "points"}),
    "doubles": export_as("doubles", lightgbm.LGBMClassifier(**settings), doubles, np.arange(ROWS) % 3 == 0, binary),
}
export.round_cuts_down = unrounded
said["nearest"] = export_as("nearest", lightgbm.LGBMClassifier(**settings), close, flag, binary)
(out / "said.json").write_text(json.dumps(said))
