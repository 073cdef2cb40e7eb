"""Turns trained.joblib and words.json into the folder model/ that modelport packages. Copy it and make it yours."""

import hashlib
import json
import os
import re
from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # Before onnxruntime is imported, which reports to its vendor otherwise.

import joblib
import lightgbm
import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper
from onnxmltools import convert_lightgbm
from onnxmltools.convert.common.data_types import FloatTensorType

HERE = Path(__file__).parent
TOLERANCE = 1e-5
GOLDEN_ROWS = 50


def kind_of(model):
    if isinstance(model, lightgbm.LGBMRegressor):
        return "regression"
    return "binary" if model.n_classes_ == 2 else "multiclass"


def encode(frame):
    """The float32 rows that the server makes of requests: a category is its index, a flag is 0 or 1."""
    columns = [frame[c].cat.codes if frame[c].dtype.name == "category" else frame[c] for c in frame]
    return np.column_stack(columns).astype(np.float32)


def round_cuts_down(model):
    """ONNX keeps cut points as float32. For float32 values `x <= cut` stays the same only if the cut is rounded down."""

    def rounded(line):
        cuts = np.array(line[1].split(), dtype=np.float64)
        nearest = cuts.astype(np.float32)
        down = np.where(nearest > cuts, np.nextafter(nearest, np.float32(-np.inf)), nearest)
        return "threshold=" + " ".join(repr(float(cut)) for cut in down)

    text = re.sub(r"^threshold=(.*)$", rounded, model.booster_.model_to_string(), flags=re.MULTILINE)
    return lightgbm.Booster(model_str=re.sub(r"^tree_sizes=.*\n", "", text, flags=re.MULTILINE))


def convert(booster, columns):
    return convert_lightgbm(booster, initial_types=[("x", FloatTensorType([None, columns]))], zipmap=False)


def give_one_score(model_proto, kind, classes):
    graph = model_proto.graph
    produced = graph.output[-1].name  # "probabilities" [N, classes], or a regression's "variable" [N, 1]
    if kind == "multiclass":
        graph.node.append(helper.make_node("Identity", [produced], ["score"]))
    else:
        column = np.array(1 if kind == "binary" else 0, dtype=np.int64)
        graph.initializer.append(numpy_helper.from_array(column, "column"))
        graph.node.append(helper.make_node("Gather", [produced, "column"], ["score"], axis=1))
    shape = [None, classes] if kind == "multiclass" else [None]
    del graph.output[:]
    graph.output.append(helper.make_tensor_value_info("score", onnx.TensorProto.FLOAT, shape))
    onnx.checker.check_model(model_proto, full_check=True)
    return model_proto


def check_parity(onnx_bytes, frame, expected):
    session = onnxruntime.InferenceSession(onnx_bytes)
    (found,) = session.run(["score"], {"x": encode(frame)})
    apart = np.abs(found - expected).reshape(len(frame), -1).max(axis=1)
    allowed = TOLERANCE * max(1, np.abs(expected).max())
    worst = int(apart.argmax())
    if apart[worst] > allowed:
        raise SystemExit(
            f"{(apart > allowed).sum()} of {len(frame)} rows differ between Python and ONNX, row {worst} by "
            f"{apart[worst]:.2g}, where {allowed:.2g} is allowed: train on float32 columns, as train.py does."
        )
    print(f"Python and ONNX agree on {len(frame)} rows; the largest difference is {apart[worst]:.1e}.")
    return allowed


def snake_case(column):
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", column).lower()).strip("_")


def describe_feature(column, values, words):
    if column not in words:
        raise SystemExit(f'words.json says nothing of the column "{column}": add it under "features".')
    feature = {"name": snake_case(column), "aliases": [column] if column != snake_case(column) else []}
    if values.dtype.name == "category":
        categories = [str(category) for category in values.cat.categories]
        feature |= {"type": "categorical", "categories": categories, "example": str(values.mode()[0])}
    elif values.dtype.kind == "b":
        feature |= {"type": "boolean", "example": bool(values.mode()[0])}
    elif values.dtype.kind in "iu":
        feature |= {"type": "integer", "example": int(values.median())}
    elif values.dtype.kind == "f":
        feature |= {"type": "number", "example": round(float(values.median()), 2)}
    else:
        raise SystemExit(f'The column "{column}" is {values.dtype}: make it a category, a number or a flag.')
    return feature | words[column]


def golden_rows(frame, expected, features):
    """Rows from the lowest score to the highest, as requests."""
    order = np.argsort(expected if expected.ndim == 1 else expected[:, 0])
    chosen = order[np.linspace(0, len(order) - 1, min(GOLDEN_ROWS, len(order))).astype(int)]
    names = [feature["name"] for feature in features]
    records = frame.iloc[chosen].astype({c: str for c in frame.select_dtypes("category")}).to_dict("records")
    return [
        {"instance": dict(zip(names, record.values())), "score": expected[row].tolist()}
        for row, record in zip(chosen, records)
    ]


def describe_model(onnx_bytes, features, output, words, golden, tolerance):
    classes = [len(output["labels"])] if output["kind"] == "multiclass" else []
    model_proto = onnx.load_from_string(onnx_bytes)
    opset = max(entry.version for entry in model_proto.opset_import if entry.domain in ("", "ai.onnx"))
    return {
        "manifestVersion": 1,
        **words,
        "onnx": {
            "file": "model.onnx",
            "sha256": hashlib.sha256(onnx_bytes).hexdigest(),
            "bytes": len(onnx_bytes),
            "opset": opset,
            "irVersion": model_proto.ir_version,
            "input": {"name": "x", "type": "float32", "shape": [-1, len(features)]},
            "outputs": {"score": {"name": "score", "type": "float32", "shape": [-1, *classes]}},
        },
        "features": features,
        "output": output,
        "selfCheck": {**golden[len(golden) // 2], "tolerance": tolerance},
    }


def write(folder, onnx_bytes, manifest, golden, tolerance):
    folder.mkdir(exist_ok=True)
    (folder / "model.onnx").write_bytes(onnx_bytes)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False), encoding="utf-8")
    (folder / "golden.json").write_text(json.dumps({"tolerance": tolerance, "rows": golden}), encoding="utf-8")
    card = folder / "README.md"
    if not card.exists():  # The card is written once, then yours.
        card.write_text(f"# {manifest['title']}\n\n{manifest['description']}\n", encoding="utf-8")


def main():
    trained = joblib.load(HERE / "trained.joblib")
    model, frame = trained["model"], trained["frame"].dropna()
    words = json.loads((HERE / "words.json").read_text(encoding="utf-8"))
    features = [describe_feature(column, frame[column], words["features"]) for column in frame]

    kind = kind_of(model)
    output = {"kind": kind, **words["output"]}
    if kind == "multiclass":
        output.setdefault("labels", [str(label) for label in model.classes_])
    expected = model.predict(frame) if kind == "regression" else model.predict_proba(frame)
    expected = expected[:, 1] if kind == "binary" else expected

    converted = convert(round_cuts_down(model), len(features))
    onnx_bytes = give_one_score(converted, kind, len(output.get("labels", []))).SerializeToString()
    tolerance = check_parity(onnx_bytes, frame, expected)
    golden = golden_rows(frame, expected, features)
    manifest = describe_model(onnx_bytes, features, output, words, golden, tolerance)
    write(HERE / "model", onnx_bytes, manifest, golden, tolerance)


if __name__ == "__main__":
    main()
