"""What `check_rights` answers for a household, as plain JSON and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from rights_check.engine import Assessment, BenefitResult, EngineFailure, Problem, assess_many
from rights_check.household_file import HouseholdEntry

CHUNK = 300
"""Households per simulation: a vectorised pass, and a bounded memory."""


def assess_entries(
    entries: Sequence[HouseholdEntry],
) -> Iterator[tuple[HouseholdEntry, Assessment | EngineFailure | None]]:
    """Each household with its answer, in the order of the file; None for those whose description was refused."""
    for start in range(0, len(entries), CHUNK):
        chunk = entries[start : start + CHUNK]
        cases = [(entry.situation, entry.month) for entry in chunk if entry.situation is not None]
        answers = iter(assess_many(cases))
        for entry in chunk:
            yield entry, next(answers) if entry.situation is not None else None


def answer_to_json(entry: HouseholdEntry, answer: Assessment | EngineFailure | None) -> dict[str, Any]:
    """Amounts are in euros a month, as JSON numbers."""
    head = {"id": entry.reference, "household": entry.pointer, "month": str(entry.month)}
    if answer is None:
        return {**head, "error": {"message": "Cette description ne peut pas être vraie.", **_problems(entry)}}
    if isinstance(answer, EngineFailure):
        return {**head, "error": {"message": answer.message, "cause": answer.cause, "problems": []}}
    agricultural = entry.situation.agricultural_scheme if entry.situation else None
    return {
        **head,
        "net_monthly_gain": _euros(answer.net_monthly_gain),
        "gain_is_minimum": answer.gain_is_minimum,
        "benefits": {str(result.benefit): _result(result, agricultural=agricultural) for result in answer.results},
        "legislation": {
            "openfisca_france": answer.legislation.openfisca_france,
            "openfisca_core": answer.legislation.openfisca_core,
            "parameters_date": answer.legislation.parameters_date.isoformat(),
        },
        "notices": [_problem(notice) for notice in entry.notices],
    }


def answer_in_words(entry: HouseholdEntry, answer: Assessment | EngineFailure | None) -> Iterator[str]:
    name = entry.reference if entry.reference is not None else entry.pointer.lstrip("/")
    yield f"Foyer {name}, {entry.month}".replace("  ", " ").replace(" ,", ",")
    if answer is None:
        yield from (f"  {problem.field or '/'} : {problem.message}" for problem in entry.problems)
        return
    if isinstance(answer, EngineFailure):
        yield f"  {answer.message} ({answer.cause})"
        return
    for result in answer.results:
        amount = f", {result.monthly_amount} € par mois" if result.monthly_amount is not None else ""
        if result.yearly_amount is not None:
            amount += f", {result.yearly_amount} € une fois par an"
        if result.monthly_cost:
            amount += f", à payer {result.monthly_cost} € par mois"
        if result.variant:
            amount += f" ({result.variant})"
        if result.interval is not None:
            amount += f" (entre {result.interval[0]} et {result.interval[1]} €)"
        yield f"  {result.benefit.description.name} : {result.status.label}{amount}"
        yield from (f"    – {reason}" for reason in result.reasons)
        if result.missing:
            yield f"    Il manque : {' ; '.join(missing.label for missing in result.missing)}."
    gain = "à vérifier" if answer.net_monthly_gain is None else f"{answer.net_monthly_gain} € par mois"
    yield f"  Gain du foyer : {'au moins ' if answer.gain_is_minimum and answer.net_monthly_gain else ''}{gain}"
    yield from (f"  {notice.field} : {notice.message}" for notice in entry.notices)
    yield f"  OpenFisca-France {answer.legislation.openfisca_france}, règles au {answer.legislation.parameters_date}"


def _result(result: BenefitResult, *, agricultural: bool | None) -> dict[str, Any]:
    description = result.benefit.description
    return {
        "name": description.name,
        "status": str(result.status),
        "status_label": result.status.label,
        "variant": result.variant,
        "monthly_amount": _euros(result.monthly_amount),
        "yearly_amount": _euros(result.yearly_amount),
        "monthly_cost": _euros(result.monthly_cost),
        "interval": None
        if result.interval is None
        else {"lowest": _euros(result.interval[0]), "highest": _euros(result.interval[1])},
        "reasons": list(result.reasons),
        "missing": [{"fact": str(missing.fact), "label": missing.label} for missing in result.missing],
        "file_before": result.deadline.isoformat() if result.deadline else None,
        "decided_by": description.decided_by,
        "paid_by": description.payer(agricultural_scheme=agricultural),
        "legal_reference": description.legal_reference,
    }


def _problems(entry: HouseholdEntry) -> dict[str, Any]:
    return {"problems": [_problem(problem) for problem in entry.problems]}


def _problem(problem: Problem) -> dict[str, str]:
    return {"path": problem.field, "message": problem.message}


def _euros(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
