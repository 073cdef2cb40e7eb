"""What the trainer refuses: a whole sentence, exit code 2, and no file touched."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from trainer import dataset
from trainer.cli import main
from trainer.identity import MODEL_DIRECTORY

from .conftest import Edit, contents

COLUMNS = (
    "CreditScore, Geography, Gender, Age, Tenure, Balance, NumOfProducts, HasCrCard, IsActiveMember, "
    "EstimatedSalary, Exited"
)
HEADER_ADVICE = (
    f"The columns must be {COLUMNS}; RowNumber, CustomerId, Surname may be there and are ignored. "
    "Rename, add or remove columns to match."
)


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., str]:
    """Runs `train` into a folder that has a model already and gives back the sentence."""

    def run(data: Path, *options: str) -> str:
        out = tmp_path / "out"
        out.mkdir(exist_ok=True)
        (out / "manifest.json").write_text("what was there before")
        shipped = contents(MODEL_DIRECTORY)
        where = [] if "--out" in options else ["--out", str(out)]
        assert main(["train", "--data", str(data), *where, *options]) == 2
        assert contents(out) == {"manifest.json": b"what was there before"}
        assert contents(MODEL_DIRECTORY) == shipped
        return capsys.readouterr().err.removeprefix("trainer: ").rstrip("\n")

    return run


def test_a_missing_file(refusal: Callable[..., str], tmp_path: Path) -> None:
    path = tmp_path / "nowhere.csv"
    assert refusal(path) == (
        f"The data file {path} cannot be read (No such file or directory). Give the path of a CSV file that exists."
    )


def test_a_folder(refusal: Callable[..., str], tmp_path: Path) -> None:
    assert refusal(tmp_path) == (
        f"The data file {tmp_path} cannot be read (Is a directory). Give the path of a CSV file that exists."
    )


def test_other_data_without_accept_data(refusal: Callable[..., str], synthetic_data: Path) -> None:
    sha256 = hashlib.sha256(synthetic_data.read_bytes()).hexdigest()
    assert refusal(synthetic_data) == (
        f"The sha256 of {synthetic_data} is {sha256}, but the model is trained on the file with "
        "ee2a5c9d8daf3aed0d91c4d883a84ebb77d271447bebc0f0c80aafb0f288ceab. Give that file, or add --accept-data "
        "(and --out with another folder) to train on this one."
    )


def test_invented_customers_over_the_shipped_model(refusal: Callable[..., str], synthetic_data: Path) -> None:
    assert refusal(synthetic_data, "--accept-data", "--out", str(MODEL_DIRECTORY)) == (
        f"A model trained on synthetic data must not replace the shipped model in {MODEL_DIRECTORY}. "
        "Give another folder with --out."
    )


def test_custom_data_over_the_shipped_model(
    refusal: Callable[..., str], edited_data: Callable[[Edit], Path], tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(MODEL_DIRECTORY)
    path = edited_data(_drop_surname)
    assert refusal(path, "--accept-data", "--out", str(link)) == (
        f"A model trained on custom data must not replace the shipped model in {link}. Give another folder with --out."
    )


def test_one_row_of_the_generator_marks_the_file(edited_data: Callable[[Edit], Path]) -> None:
    def rename(rows: list[list[str]]) -> None:
        for row in rows[1:-1]:
            row[2] = "Somebody"

    assert dataset.read_dataset(edited_data(rename), accept_data=True).identity.kind == "synthetic"


def _drop_surname(rows: list[list[str]]) -> None:
    for row in rows:
        del row[2]


def _shorten_third(rows: list[list[str]]) -> None:
    del rows[3][-1]


def _rename_age(rows: list[list[str]]) -> None:
    rows[0][6] = "Years"


def _repeat_age(rows: list[list[str]]) -> None:
    rows[0][2] = "Age"


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (_rename_age, "lacks Age; it has the unknown Years"),
        (_repeat_age, "repeats Age"),
    ],
)
def test_wrong_columns(
    refusal: Callable[..., str], edited_data: Callable[[Edit], Path], edit: Edit, fault: str
) -> None:
    path = edited_data(edit)
    assert refusal(path) == f"The header of {path} {fault}. {HEADER_ADVICE}"


@pytest.mark.parametrize(
    ("column", "value", "allowed"),
    [
        ("CreditScore", "299", "an integer from 300 to 850"),
        ("CreditScore", "650.5", "an integer from 300 to 850"),
        ("Geography", "Italy", "one of France, Germany, Spain"),
        ("Gender", "", "one of Female, Male"),
        ("Age", "17", "an integer from 18 to 100"),
        ("Tenure", "eleven", "an integer from 0 to 10"),
        ("Balance", "-0.01", "a number of at least 0"),
        ("Balance", "nan", "a number of at least 0"),
        ("NumOfProducts", "5", "an integer from 1 to 4"),
        ("HasCrCard", "2", "0 or 1"),
        ("IsActiveMember", "yes", "0 or 1"),
        ("EstimatedSalary", "inf", "a number of at least 0"),
        ("Exited", "maybe", "0 or 1"),
    ],
)
def test_a_bad_value(
    refusal: Callable[..., str], edited_data: Callable[[Edit], Path], column: str, value: str, allowed: str
) -> None:
    def spoil(rows: list[list[str]]) -> None:
        rows[5][rows[0].index(column)] = value

    path = edited_data(spoil)
    assert refusal(path, "--accept-data") == (
        f'Data row 5 of {path} has {column} "{value}", but {column} must be {allowed}. '
        "Correct or remove that row and train again."
    )


def test_a_short_row(refusal: Callable[..., str], edited_data: Callable[[Edit], Path]) -> None:
    path = edited_data(_shorten_third)
    assert refusal(path, "--accept-data") == (
        f"Data row 3 of {path} has 13 values, but the header has 14 columns. Give every row one value for each column."
    )


def test_too_few_rows(refusal: Callable[..., str], edited_data: Callable[[Edit], Path]) -> None:
    def shorten(rows: list[list[str]]) -> None:
        del rows[1000:]

    path = edited_data(shorten)
    assert refusal(path, "--accept-data") == (
        f"{path} has 999 data rows, but training needs at least 1000. Give a larger file."
    )


def test_a_missing_class(refusal: Callable[..., str], edited_data: Callable[[Edit], Path]) -> None:
    def stay(rows: list[list[str]]) -> None:
        for row in rows[1:]:
            row[-1] = "0"

    path = edited_data(stay)
    assert refusal(path, "--accept-data") == (
        f"{path} has 0 rows with Exited 1, but training needs at least 50 of each class. Give a file with both classes."
    )


def test_a_missing_category(refusal: Callable[..., str], edited_data: Callable[[Edit], Path]) -> None:
    def move(rows: list[list[str]]) -> None:
        for row in rows[1:]:
            row[4] = "France" if row[4] == "Spain" else row[4]

    path = edited_data(move)
    assert refusal(path, "--accept-data") == (
        f'{path} has no row with Geography "Spain", so nothing could be learned about it. '
        "Give a file in which every category occurs."
    )


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b'a,"b\n'])
def test_a_file_that_is_no_csv(refusal: Callable[..., str], tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "noise.csv"
    path.write_bytes(content)
    assert refusal(path, "--accept-data") == (
        f"The data file {path} is not a CSV file in UTF-8. Save it as comma-separated UTF-8 text and try again."
    )


def test_an_empty_file(refusal: Callable[..., str], tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    assert refusal(path, "--accept-data") == (
        f"The data file {path} is empty. It needs a header line and at least 1000 rows."
    )
