"""onnxruntime reports to its vendor unless it is told not to before it is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from trainer.identity import MODEL_DIRECTORY

PROGRAM = """
from trainer.parity import run_onnx
import numpy
run_onnx(open("model.onnx", "rb").read(), numpy.zeros((1, 10)))
"""


def test_scoring_keeps_nothing_under_home(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "ORT_DISABLE_TELEMETRY": "0"}
    subprocess.run([sys.executable, "-B", "-c", PROGRAM], cwd=MODEL_DIRECTORY, env=environment, check=True)
    assert list(tmp_path.iterdir()) == []
