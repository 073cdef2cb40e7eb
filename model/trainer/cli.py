"""The command line: train, generate, render, check."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from .checking import check, render
from .errors import TrainerError, UsageError
from .identity import MODEL_DIRECTORY
from .pipeline import train
from .synthetic import synthetic_csv

MAXIMUM_GENERATED_ROWS = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code is 0, 1 (the result is not good enough) or 2 (usage or data)."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except TrainerError as error:
        print(f"trainer: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="trainer", description="Trains the BankChurn model and writes its files.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    training = commands.add_parser("train", help="train, evaluate, export and write all files (about a minute)")
    training.add_argument("--data", type=Path, required=True, help="a CSV with the columns of Churn_Modelling.csv")
    training.add_argument(
        "--out", type=Path, default=MODEL_DIRECTORY, help="the folder to write (default: the shipped one)"
    )
    training.add_argument("--accept-data", action="store_true", help="train on another file than the public data set")
    training.set_defaults(run=_train)

    generation = commands.add_parser("generate", help="write a CSV of invented customers")
    generation.add_argument("--rows", type=_whole_number, required=True, help=f"1 to {MAXIMUM_GENERATED_ROWS}")
    generation.add_argument("--seed", type=_whole_number, required=True, help="0 or more; the same seed gives the same file")
    generation.add_argument("--out", type=Path, required=True, help="the CSV to write; it must not exist")
    generation.set_defaults(run=_generate)

    for name, run, words in (
        ("render", _render, "write the documents again from manifest.json"),
        ("check", _check, "check that all files of a model agree"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument(
            "--model", type=Path, default=MODEL_DIRECTORY, help="the folder (default: the shipped one)"
        )
        command.set_defaults(run=run)
    return parser


def _whole_number(text: str) -> int:
    """Plain decimal digits alone: int() also takes " 5 ", "1_000", "007" and the digits of other scripts."""
    if re.fullmatch(r"0|-?[1-9][0-9]*", text):
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number in plain decimal digits, such as 1000")


def _train(options: argparse.Namespace) -> None:
    train(options.data, options.out, options.accept_data, lambda line: print(line, flush=True))
    print(f"Wrote the model to {options.out}")


def _generate(options: argparse.Namespace) -> None:
    if not 1 <= options.rows <= MAXIMUM_GENERATED_ROWS:
        raise UsageError(
            f"--rows is {options.rows}, but it must be from 1 to {MAXIMUM_GENERATED_ROWS}. Give such a number."
        )
    if options.seed < 0:
        raise UsageError(f"--seed is {options.seed}, but it must be 0 or more. Give such a number.")
    try:
        with options.out.open("x", encoding="utf-8", newline="") as file:
            file.write(synthetic_csv(options.rows, options.seed))
    except FileExistsError as error:
        raise UsageError(f"{options.out} is there already. Remove it, or name another file with --out.") from error
    except OSError as error:
        raise UsageError(
            f"{options.out} cannot be written ({error.strerror}). Name another file with --out."
        ) from error


def _render(options: argparse.Namespace) -> None:
    render(options.model)


def _check(options: argparse.Namespace) -> None:
    print(check(options.model))
