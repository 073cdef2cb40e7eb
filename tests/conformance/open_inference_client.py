"""Drives a running server with NVIDIA's own Open Inference Protocol client. `open_inference_client.py URL MODEL_FOLDER`"""

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

DATATYPES = {"number": "FP64", "integer": "INT64", "boolean": "BOOL", "categorical": "BYTES"}
NUMPY_TYPES = {"FP64": np.float64, "FP32": np.float32, "INT64": np.int64, "INT32": np.int32, "BOOL": np.bool_, "BYTES": object}

Rows = list[dict[str, Any]]


def tensors(manifest: dict[str, Any], rows: Rows, two_dimensional: bool = False) -> list[triton.InferInput]:
    """One tensor for each field that the rows have."""
    made = []
    for feature in manifest["features"]:
        if feature["name"] not in rows[0]:
            continue
        datatype = DATATYPES[feature["type"]]
        values = np.array([row[feature["name"]] for row in rows], dtype=NUMPY_TYPES[datatype])
        made.append(tensor(feature["name"], datatype, values.reshape(-1, 1) if two_dimensional else values))
    return made


def tensor(name: str, datatype: str, values: np.ndarray, binary: bool = False) -> triton.InferInput:
    made = triton.InferInput(name, list(values.shape), datatype)
    made.set_data_from_numpy(values, binary_data=binary)
    return made


def refused(call: Any) -> tuple[str, str]:
    """The status and the sentence of a call that must be refused."""
    try:
        call()
    except InferenceServerException as error:
        return str(error.status()), error.message()
    raise AssertionError("The server took what it must refuse.")


class Checks:
    def __init__(self, client: triton.InferenceServerClient, model_folder: Path) -> None:
        self.client = client
        self.manifest = json.loads((model_folder / "manifest.json").read_text())
        self.golden = json.loads((model_folder / "golden.json").read_text())
        self.name: str = self.manifest["name"]
        self.version: str = self.manifest["version"]
        self.output = self.manifest["output"]

    def health(self) -> str:
        assert self.client.is_server_live()
        assert self.client.is_server_ready()
        # The client keeps the reason of a "no" to itself.
        assert self.client.is_model_ready(self.name), refused(lambda: self.client.get_model_metadata(self.name))
        assert self.client.is_model_ready(self.name, self.version)
        assert not self.client.is_model_ready("nope")
        assert not self.client.is_model_ready(self.name, "0")
        return "server live and ready, model ready, others not"

    def metadata(self) -> str:
        server = self.client.get_server_metadata()
        assert server["name"] == "modelport", server
        model = self.client.get_model_metadata(self.name, self.version)
        assert (model["name"], model["versions"], model["platform"]) == (self.name, [self.version], "onnx_onnxv1")
        inputs = [(entry["name"], entry["datatype"], entry["shape"]) for entry in model["inputs"]]
        assert inputs == [(f["name"], DATATYPES[f["type"]], [-1]) for f in self.manifest["features"]]
        outputs = [entry["name"] for entry in model["outputs"]]
        assert outputs[0] == self.output["name"], outputs
        return f"modelport {server['version']}, {len(inputs)} inputs, outputs {', '.join(outputs)}"

    def golden_rows(self) -> str:
        """Every golden row in one request, against what the trainer computed in float64."""
        rows = self.golden["rows"]
        inputs = tensors(self.manifest, [row["instance"] for row in rows])
        answer = self.client.infer(self.name, inputs, model_version=self.version, request_id="golden")
        response = answer.get_response()
        identity = (response["model_name"], response["model_version"], response["id"])
        assert identity == (self.name, self.version, "golden"), identity
        delta = self.largest_delta(answer, rows)
        assert delta <= self.golden["tolerance"], delta
        message = f"{len(rows)} rows in one request, largest difference {delta:.1e}"
        if "labelName" in self.output:
            labels = answer.as_numpy(self.output["labelName"])
            known = self.output["labels"]
            assert set(labels) <= set(known.values() if isinstance(known, dict) else known)
            message += f", labels {', '.join(sorted(set(labels)))}"
        return message

    def largest_delta(self, answer: triton.InferResult, rows: Rows) -> float:
        scores = answer.as_numpy(self.output["name"])
        assert scores.dtype == np.float32, scores.dtype
        return float(np.abs(scores.astype(np.float64) - np.array([row["score"] for row in rows])).max())

    def requested_outputs(self) -> str:
        rows = self.golden["rows"][:100]
        outputs = [triton.InferRequestedOutput(self.output["name"], binary_data=False)]
        explained = "contributions" in self.manifest["onnx"]["outputs"] and "explanation" in self.manifest
        if explained:
            outputs.append(triton.InferRequestedOutput("contributions", binary_data=False))
        inputs = tensors(self.manifest, [row["instance"] for row in rows], two_dimensional=True)
        answer = self.client.infer(self.name, inputs, outputs=outputs)
        names = [entry["name"] for entry in answer.get_response()["outputs"]]
        assert names == [output.name() for output in outputs], names
        assert self.largest_delta(answer, rows) <= self.golden["tolerance"]
        if explained:
            wanted = np.array([row["contributions"] for row in rows])
            found = answer.as_numpy("contributions")
            assert found.shape == wanted.shape, found.shape
            assert float(np.abs(found - wanted).max()) <= self.golden["tolerance"]
        return f"{', '.join(names)} of {len(rows)} rows of shape [N, 1]"

    def refusals(self) -> str:
        good = tensors(self.manifest, [self.golden["rows"][0]["instance"]])
        first = self.manifest["features"][0]["name"]
        status, sentence = refused(lambda: self.client.infer("nope", good))
        assert (status, sentence) == ("404", f'There is no model "nope" here; this server has {self.name}.')
        status, sentence = refused(lambda: self.client.infer(self.name, good, model_version="0"))
        assert (status, sentence) == ("404", f'{self.name} has no version "0" here; this server has {self.version}.')
        wrong = triton.InferInput(first, [1], "BF16")
        wrong._data = [1.0]
        status, sentence = refused(lambda: self.client.infer(self.name, [wrong, *good[1:]]))
        assert status == "400" and sentence.startswith(f'{first} has the datatype "BF16", but must have '), sentence
        status, sentence = refused(lambda: self.client.infer(self.name, good[1:]))
        assert status == "400" and sentence.startswith(f"There is no input {first}: send a "), sentence
        binary = tensor(good[0].name(), good[0].datatype(), np.array([1], NUMPY_TYPES[good[0].datatype()]), binary=True)
        status, sentence = refused(lambda: self.client.infer(self.name, [binary, *good[1:]]))
        assert status == "400" and "send JSON (binary_data=False)" in sentence, sentence
        return "unknown model, unknown version, wrong datatype, missing input, binary tensor data"


def main(url: str, model_folder: str) -> int:
    with triton.InferenceServerClient(urlsplit(url).netloc) as client:
        checks = Checks(client, Path(model_folder))
        print(f"tritonclient {triton.__package__ and __import__('importlib.metadata').metadata.version('tritonclient')}")
        for check in (checks.health, checks.metadata, checks.golden_rows, checks.requested_outputs, checks.refusals):
            print(f"  {check.__name__.replace('_', ' ')}: {check()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
