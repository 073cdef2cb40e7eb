"""The name and the version of the model, the data that it is trained on, and how data are told apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

MODEL_NAME = "bankchurn"
MODEL_TITLE = "BankChurn"
MODEL_VERSION = "1.0.0"
MODEL_LICENSE = "Apache-2.0"

PUBLIC_DATA_NAME = "Churn_Modelling.csv"
PUBLIC_DATA_SHA256 = "ee2a5c9d8daf3aed0d91c4d883a84ebb77d271447bebc0f0c80aafb0f288ceab"

# Every row of the seeded generator carries this surname; one such row marks the whole file, whatever its name.
SYNTHETIC_SURNAME = "Synthetic"

MODEL_DIRECTORY = Path(__file__).resolve().parents[1]

DataKind = Literal["public", "synthetic", "custom"]


@dataclass(frozen=True)
class DataIdentity:
    """Which data a model was trained on; only the model of the public set is the one that is shipped."""

    kind: DataKind
    sha256: str

    @property
    def name(self) -> str:
        """A name that does not depend on where the file lies, so that retraining gives the same bytes."""
        return PUBLIC_DATA_NAME if self.kind == "public" else f"{self.kind}.csv"

    @property
    def model_version(self) -> str:
        """`1.0.0`, `1.0.0-synthetic` or `1.0.0-custom.<first 8 of the data's sha256>`."""
        if self.kind == "public":
            return MODEL_VERSION
        return f"{MODEL_VERSION}-synthetic" if self.kind == "synthetic" else f"{MODEL_VERSION}-custom.{self.sha256[:8]}"
