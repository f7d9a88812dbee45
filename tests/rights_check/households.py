"""Answers of invented households, as the questionnaire keeps them. The month of the review is October 2026."""

from typing import Any

ALONE = {
    "in_couple": "no",
    "claimant_birth_date": "1990-03-04",
    "claimant_residence": "french",
    "claimant_student": "no",
    "children_count": 0,
    "pregnancy": "no",
    "disability": "no",
}
HOUSED_FREE = {"kind": "housed_free"}
NO_INCOME = {
    "claimant_has_income": "no",
    "savings": "0",
    "other_property": "no",
    "agricultural_scheme": "no",
}
NOTHING_RECEIVED = {
    f"{benefit}_receives": "no" for benefit in ("rsa", "prime_activite", "aide_logement", "css", "aah", "ass")
}


def alone_without_income(**steps: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A single person of 36, housed free, no income, nothing received: every answer given."""
    return {
        "foyer": ALONE,
        "logement": HOUSED_FREE,
        "revenus": NO_INCOME,
        "deja-percu": NOTHING_RECEIVED,
        **steps,
    }
