"""The commands, the publishing of files, and the runner that finds Python."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from trainer import publishing
from trainer.cli import main
from trainer.errors import UsageError
from trainer.identity import MODEL_DIRECTORY
from trainer.onnx_graph import round_up_to_float32
from trainer.pipeline import TrainedModel

from .conftest import contents


def test_generate_is_seeded(tmp_path: Path) -> None:
    for name, seed in (("one", "3"), ("same", "3"), ("other", "4")):
        assert main(["generate", "--rows", "50", "--seed", seed, "--out", str(tmp_path / name)]) == 0
    files = contents(tmp_path)
    assert files["one"] == files["same"] != files["other"]
    assert files["one"].count(b"\n") == 51


def test_generate_does_not_overwrite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("mine")
    assert main(["generate", "--rows", "5", "--seed", "1", "--out", str(path)]) == 2
    assert path.read_text() == "mine"
    assert capsys.readouterr().err == (
        f"trainer: {path} is there already. Remove it, or name another file with --out.\n"
    )


@pytest.mark.parametrize(
    ("rows", "seed", "sentence"),
    [
        ("0", "1", "--rows is 0, but it must be from 1 to 1000000. Give such a number."),
        ("5", "-1", "--seed is -1, but it must be 0 or more. Give such a number."),
    ],
)
def test_generate_with_bad_numbers(
    rows: str, seed: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", "--rows", rows, f"--seed={seed}", "--out", str(tmp_path / "x.csv")]) == 2
    assert capsys.readouterr().err == f"trainer: {sentence}\n"


@pytest.mark.parametrize("written", ["", " 5", "5\n", "1_0", "+5", "0x5", "1e3", "5.0", "007", "-0", "\u0665"])
@pytest.mark.parametrize("flag", ["--rows", "--seed"])
def test_generate_takes_plain_digits_alone(
    flag: str, written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = {"--rows": "5", "--seed": "1"} | {flag: written}
    flags = [f"{name}={value}" for name, value in numbers.items()]
    with pytest.raises(SystemExit) as stopped:
        main(["generate", *flags, "--out", str(tmp_path / "x.csv")])
    assert stopped.value.code == 2
    sentence = f"argument {flag}: {written!r} is not a whole number in plain decimal digits, such as 1000\n"
    assert capsys.readouterr().err.endswith(sentence)


def test_check_names_a_stale_document_and_render_mends_it(
    trained: TrainedModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publishing.publish(trained.files, tmp_path)
    (tmp_path / "MLmodel").write_text("old")
    assert main(["check", "--model", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        "trainer: MLmodel is not what manifest.json gives. "
        "Train again, or run the command render if only documents are stale.\n"
    )
    assert main(["render", "--model", str(tmp_path)]) == 0
    assert main(["check", "--model", str(tmp_path)]) == 0


def test_check_of_an_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--model", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"trainer: {tmp_path / 'manifest.json'} cannot be read (No such file or directory). "
        "Give a folder with a trained model.\n"
    )


def test_publishing_leaves_everything_when_one_file_cannot_be_placed(tmp_path: Path) -> None:
    (tmp_path / "first").write_text("before")
    (tmp_path / "second").mkdir()
    with pytest.raises(UsageError) as refusal:
        publishing.publish({"first": b"after", "second": b"after"}, tmp_path)
    assert str(refusal.value) == (
        f"{tmp_path / 'second'} is a folder, but a file is to be written there. Remove it or choose another --out."
    )
    assert (tmp_path / "first").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "second"]


def test_publishing_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError) as refusal:
        publishing.publish({"a": b""}, tmp_path / "file" / "out")
    assert str(refusal.value) == (
        f"The folder {tmp_path / 'file' / 'out'} cannot be written (Not a directory). Choose another folder with --out."
    )


def run_without_python(tmp_path: Path, ci: str) -> subprocess.CompletedProcess[str]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on PATH")
    environment = {key: value for key, value in os.environ.items() if key != "CI"}
    environment |= {"PATH": str(tmp_path), "CI": ci}
    command = [os.path.realpath(node), str(MODEL_DIRECTORY / "python.mjs"), "test"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_without_python_the_tests_are_skipped_in_one_line(tmp_path: Path) -> None:
    run = run_without_python(tmp_path, ci="")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == (
        "model: SKIPPED, the model's tests: no Python from 3.11 to 3.14 with venv and ensurepip was found. "
        "Install one (on Debian: python3 and python3-venv) to run them.\n"
    )


def test_without_python_continuous_integration_fails(tmp_path: Path) -> None:
    run = run_without_python(tmp_path, ci="true")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        "model: The model's tests cannot run, because no Python from 3.11 to 3.14 with venv and ensurepip was found; "
        "with CI set this is a failure. Install one (on Debian: python3 and python3-venv) to run them.\n"
    )


def test_cuts_are_rounded_up() -> None:
    cuts = np.array([0.1, 0.5, 83807.86, 1e-9])
    rounded = round_up_to_float32(cuts).astype(np.float64)
    assert np.all(rounded >= cuts)
    assert np.all(np.nextafter(rounded.astype(np.float32), np.float32(-1)).astype(np.float64) < cuts)
