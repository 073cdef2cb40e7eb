"""Writes the tables as an ONNX graph of the default domain: compare, count into a flat index, look up, add up."""

from __future__ import annotations

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from .signature import FEATURE_NAMES
from .tables import Floats, Tables

OPSET = 17
IR_VERSION = 8
INPUT = "x"
PROBABILITY = "probability"
LOGIT = "logit"
TERMS = "contributions"
FEATURE_CONTRIBUTIONS = "feature_contributions"


def round_up_to_float32(cuts: Floats) -> NDArray[np.float32]:
    """The least float32 that is not below each cut: for a float32 value, `>=` then answers as it does in float64."""
    nearest = cuts.astype(np.float32)
    return np.where(nearest.astype(np.float64) < cuts, np.nextafter(nearest, np.float32(np.inf)), nearest)


def export_onnx(tables: Tables, name: str, version: str) -> bytes:
    """The model file. NaN must not reach it: it compares false and would fall into the lowest bin."""
    constants = _constants(tables)
    nodes = [
        helper.make_node("Gather", [INPUT, "cut_features"], ["compared"], axis=1),
        helper.make_node("GreaterOrEqual", ["compared", "cuts"], ["reached"]),
        helper.make_node("Cast", ["reached"], ["steps"], to=TensorProto.FLOAT),
        helper.make_node("MatMul", ["steps", "strides"], ["bins"]),
        helper.make_node("Add", ["bins", "offsets"], ["positions"]),
        helper.make_node("Cast", ["positions"], ["indices"], to=TensorProto.INT64),
        helper.make_node("Gather", ["scores", "indices"], [TERMS], axis=0),
        helper.make_node("MatMul", [TERMS, "shares"], [FEATURE_CONTRIBUTIONS]),
        helper.make_node("ReduceSum", [TERMS, "last_axis"], ["sum_of_terms"], keepdims=0),
        helper.make_node("Add", ["sum_of_terms", "intercept"], [LOGIT]),
        helper.make_node("Sigmoid", [LOGIT], [PROBABILITY]),
    ]
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["rows", len(FEATURE_NAMES)])],
        [
            helper.make_tensor_value_info(PROBABILITY, TensorProto.FLOAT, ["rows"]),
            helper.make_tensor_value_info(LOGIT, TensorProto.FLOAT, ["rows"]),
            helper.make_tensor_value_info(TERMS, TensorProto.FLOAT, ["rows", len(tables.terms)]),
            helper.make_tensor_value_info(FEATURE_CONTRIBUTIONS, TensorProto.FLOAT, ["rows", len(FEATURE_NAMES)]),
        ],
        [numpy_helper.from_array(value, key) for key, value in constants.items()],
    )
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="modelport-trainer",
        producer_version=version,
    )
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)


def _constants(tables: Tables) -> dict[str, NDArray[np.generic]]:
    """
    All terms share one comparison and one flat table of scores.

    A row of `strides` is how far reaching that cut moves a term's index: 1, or the width of a pair's second axis.
    """
    cut_features: list[int] = []
    cuts: list[NDArray[np.float32]] = []
    moves: list[tuple[int, int, int]] = []
    offsets: list[int] = []
    scores: list[Floats] = []
    for column, term in enumerate(tables.terms):
        offsets.append(sum(table.size for table in scores))
        scores.append(term.scores.ravel())
        for axis, (feature, axis_cuts) in enumerate(zip(term.features, term.cuts, strict=True)):
            stride = int(np.prod(term.scores.shape[axis + 1 :], dtype=np.int64))
            moves.append((column, len(axis_cuts), stride))
            cut_features += [feature] * len(axis_cuts)
            cuts.append(round_up_to_float32(axis_cuts))
    strides = np.zeros((len(cut_features), len(tables.terms)), dtype=np.float32)
    first = 0
    for column, count, stride in moves:
        strides[first : first + count, column] = stride
        first += count
    return {
        "cut_features": np.array(cut_features, dtype=np.int64),
        "cuts": np.concatenate(cuts),
        "strides": strides,
        "offsets": np.array(offsets, dtype=np.float32),
        "scores": np.concatenate(scores).astype(np.float32),
        "shares": tables.shares().astype(np.float32),
        "last_axis": np.array([1], dtype=np.int64),
        "intercept": np.array(tables.intercept, dtype=np.float32),
    }
