"""Writes models that modelport must refuse: `refused.py <trained folder> <out folder>`, one folder for each."""

import hashlib
import json
import sys
from pathlib import Path

import onnx
from onnx import TensorProto, helper

trained, out = Path(sys.argv[1]), Path(sys.argv[2])
sys.path.insert(0, str(trained))
import export  # noqa: E402

MANIFEST = json.loads((trained / "model" / "manifest.json").read_text(encoding="utf-8"))
COLUMNS = len(MANIFEST["features"])


def write(name, proto, score="score"):
    folder = out / name
    folder.mkdir(parents=True)
    content = proto.SerializeToString()
    manifest = json.loads(json.dumps(MANIFEST))
    opset = max(entry.version for entry in proto.opset_import if entry.domain in ("", "ai.onnx"))
    manifest["onnx"] |= {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    manifest["onnx"] |= {"opset": opset, "irVersion": proto.ir_version}
    manifest["onnx"]["outputs"]["score"]["name"] = score
    (folder / "model.onnx").write_bytes(content)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "README.md").write_text(f"# {name}\n", encoding="utf-8")


def with_inputs(inputs, nodes):
    """The exported model, fed by `nodes` from other inputs."""
    proto = onnx.load(trained / "model" / "model.onnx")
    for node in proto.graph.node:
        node.input[:] = ["row" if name == "x" else name for name in node.input]
    del proto.graph.input[:]
    proto.graph.input.extend(helper.make_tensor_value_info(*entry) for entry in inputs)
    for position, node in enumerate(nodes):
        proto.graph.node.insert(position, node)
    onnx.checker.check_model(proto, full_check=True)
    return proto


def cast(kind):
    return with_inputs([("x", kind, [None, COLUMNS])], [helper.make_node("Cast", ["x"], ["row"], to=TensorProto.FLOAT)])


def from_columns():
    names = [feature["name"] for feature in MANIFEST["features"]]
    concat = helper.make_node("Concat", names, ["row"], axis=1)
    return with_inputs([(name, TensorProto.FLOAT, [None, 1]) for name in names], [concat])


def plain(zipmap):
    model = export.joblib.load(trained / "trained.joblib")["model"]
    types = [("x", export.FloatTensorType([None, COLUMNS]))]
    return export.convert_lightgbm(model.booster_, initial_types=types, zipmap=zipmap)


write("zipmap", plain(zipmap=True), score="probabilities")
write("two-columns", plain(zipmap=False), score="probabilities")
write("float64", cast(TensorProto.DOUBLE))
write("string", cast(TensorProto.STRING))
write("several-inputs", from_columns())
