"""The signature of BankChurn: its fields in the order of the input tensor's columns. The manifest follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FeatureType = Literal["number", "integer", "boolean", "categorical"]


@dataclass(frozen=True)
class Feature:
    """One input field. `column` is its name in the training data; the code of a category is its index."""

    name: str
    column: str
    type: FeatureType
    label_en: str
    label_es: str
    description: str
    example: str | int | float
    unit: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    categories: tuple[str, ...] = ()

    def allowed(self) -> str:
        """What a value may be, in words."""
        if self.type == "categorical":
            return "one of " + ", ".join(self.categories)
        if self.type == "boolean":
            return "0 or 1"
        noun = "an integer" if self.type == "integer" else "a number"
        return (
            f"{noun} of at least {self.minimum}"
            if self.maximum is None
            else (f"{noun} from {self.minimum} to {self.maximum}")
        )


FEATURES: tuple[Feature, ...] = (
    Feature(
        "credit_score",
        "CreditScore",
        "integer",
        "Credit score",
        "Puntuación de crédito",
        "The customer's credit score.",
        650,
        unit="points",
        minimum=300,
        maximum=850,
    ),
    Feature(
        "geography",
        "Geography",
        "categorical",
        "Country",
        "País",
        "The country of the customer's account.",
        "France",
        categories=("France", "Germany", "Spain"),
    ),
    Feature(
        "gender",
        "Gender",
        "categorical",
        "Gender",
        "Género",
        "The customer's gender as the bank recorded it.",
        "Female",
        categories=("Female", "Male"),
    ),
    Feature(
        "age",
        "Age",
        "integer",
        "Age",
        "Edad",
        "The customer's age.",
        35,
        unit="years",
        minimum=18,
        maximum=100,
    ),
    Feature(
        "tenure",
        "Tenure",
        "integer",
        "Tenure",
        "Antigüedad",
        "For how many years the customer has been with the bank.",
        5,
        unit="years",
        minimum=0,
        maximum=10,
    ),
    Feature(
        "balance",
        "Balance",
        "number",
        "Balance",
        "Saldo",
        "The balance of the customer's account, in the bank's currency.",
        50000.0,
        minimum=0,
    ),
    Feature(
        "num_of_products",
        "NumOfProducts",
        "integer",
        "Number of products",
        "Número de productos",
        "How many of the bank's products the customer uses.",
        2,
        unit="products",
        minimum=1,
        maximum=4,
    ),
    Feature(
        "has_cr_card",
        "HasCrCard",
        "boolean",
        "Has a credit card",
        "Tiene tarjeta de crédito",
        "Whether the customer has one of the bank's credit cards.",
        1,
    ),
    Feature(
        "is_active_member",
        "IsActiveMember",
        "boolean",
        "Is an active member",
        "Es cliente activo",
        "Whether the bank counts the customer as active.",
        1,
    ),
    Feature(
        "estimated_salary",
        "EstimatedSalary",
        "number",
        "Estimated salary",
        "Salario estimado",
        "The bank's estimate of the customer's yearly salary, in its currency.",
        75000.0,
        minimum=0,
    ),
)

FEATURE_NAMES: tuple[str, ...] = tuple(feature.name for feature in FEATURES)

# Named by hand: ten pairs found automatically were worse in cross-validation.
PAIRS: tuple[tuple[str, str], ...] = (
    ("geography", "balance"),
    ("age", "num_of_products"),
    ("age", "is_active_member"),
    ("balance", "num_of_products"),
)

LABEL_COLUMN = "Exited"
IGNORED_COLUMNS: tuple[str, ...] = ("RowNumber", "CustomerId", "Surname")
GROUP_FEATURES: tuple[str, ...] = ("gender", "geography")


def index_of(name: str) -> int:
    """The column of a feature in the input tensor."""
    return FEATURE_NAMES.index(name)
