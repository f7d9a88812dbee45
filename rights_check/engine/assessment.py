"""From situations to results: conditions first, then two passes of OpenFisca (housing benefit, then RSA and prime
d'activité given the housing benefit), each over every hypothesis that the answers leave open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from rights_check.engine import conditions
from rights_check.engine.catalogue import Benefit
from rights_check.engine.explanations import explain_probable, explain_refusal, explain_undecided
from rights_check.engine.facts import Fact
from rights_check.engine.judgement import Judgement, Verdict, worst
from rights_check.engine.legislation import legislation_version, load_legislation
from rights_check.engine.months import Month
from rights_check.engine.results import (
    Assessment,
    BenefitResult,
    EligibilityStatus,
    EngineFailure,
    Missing,
)
from rights_check.engine.simulation import CENT, Household, calculate
from rights_check.engine.situation import ReceivedBenefit, Situation
from rights_check.engine.translation import (
    Hypothesis,
    housing_benefit_household,
    leases,
    more_than_any_lump_sum,
    prime_activite_household,
    rsa_household,
)
from rights_check.engine.validation import InvalidSituation, validate

RECENT_ISOLATION = 18
"""Months after the separation during which a lone parent may have the raised RSA (CASF L. 262-9)."""

_RECEIVED = {
    Benefit.RSA: ReceivedBenefit.RSA,
    Benefit.PRIME_ACTIVITE: ReceivedBenefit.PRIME_ACTIVITE,
    Benefit.AIDE_LOGEMENT: ReceivedBenefit.AIDE_LOGEMENT,
}


def assess(situation: Situation, month: Month) -> Assessment:
    """The three benefits for one household in one month. Raises InvalidSituation, or ArithmeticError when the
    calculation itself fails."""
    validate(situation, month)
    load_legislation()
    return _assess_all([(situation, month)])[0]


def assess_many(cases: Sequence[tuple[Situation, Month]]) -> list[Assessment | EngineFailure]:
    """All the households in one simulation, each in its month, in the order given. One that fails fails alone."""
    load_legislation()
    answers: list[Assessment | EngineFailure | None] = [None] * len(cases)
    valid: list[int] = []
    for index, (situation, month) in enumerate(cases):
        try:
            validate(situation, month)
        except InvalidSituation as error:
            fields = ", ".join(problem.field for problem in error.problems)
            answers[index] = EngineFailure(month, "Des réponses ne vont pas ensemble.", f"invalid: {fields}")
        else:
            valid.append(index)
    computed = _assess_together_or_alone([cases[index] for index in valid])
    for index, answer in zip(valid, computed, strict=True):
        answers[index] = answer
    return [answer for answer in answers if answer is not None]


def _assess_together_or_alone(cases: list[tuple[Situation, Month]]) -> list[Assessment | EngineFailure]:
    try:
        return list(_assess_all(cases))
    except Exception as error:
        if len(cases) > 1:
            middle = len(cases) // 2
            return _assess_together_or_alone(cases[:middle]) + _assess_together_or_alone(cases[middle:])
        return [
            EngineFailure(cases[0][1], "Le calcul n’a pas abouti pour ce foyer.", f"{type(error).__name__}: {error}")
        ]


@dataclass(slots=True)
class _Case:
    situation: Situation
    month: Month
    judgements: dict[Benefit, list[Judgement]] = field(default_factory=dict)
    missing: dict[Benefit, list[Fact]] = field(default_factory=dict)
    housing_amounts: list[tuple[Hypothesis, Decimal]] = field(default_factory=list)
    income_amounts: list[tuple[Benefit, Hypothesis, Decimal]] = field(default_factory=list)
    results: dict[Benefit, BenefitResult] = field(default_factory=dict)

    def receives(self, benefit: Benefit) -> bool | None:
        received = self.situation.received.get(_RECEIVED[benefit])
        return None if received is None else received.receives

    def received_amount(self, benefit: Benefit) -> Decimal | None:
        received = self.situation.received.get(_RECEIVED[benefit])
        return received.monthly_amount if received is not None and received.receives else None

    def is_computable(self, benefit: Benefit) -> bool:
        return worst(self.judgements[benefit]) is Verdict.MET and not self.missing[benefit]


def _assess_all(cases: list[tuple[Situation, Month]]) -> list[Assessment]:
    prepared = [_prepare(situation, month) for situation, month in cases]
    _calculate_housing(prepared)
    for case in prepared:
        case.results[Benefit.AIDE_LOGEMENT] = _housing_result(case)
    _calculate_incomes(prepared)
    for case in prepared:
        for benefit in _INCOME_BENEFITS:
            case.results[benefit] = _income_result(case, benefit)
        _housing_after_rsa(case)
    return [_assessment(case) for case in prepared]


def _prepare(situation: Situation, month: Month) -> _Case:
    case = _Case(situation, month)
    for benefit, judge, missing in (
        (Benefit.RSA, conditions.rsa_conditions, conditions.rsa_missing),
        (Benefit.PRIME_ACTIVITE, conditions.prime_activite_conditions, conditions.prime_activite_missing),
        (Benefit.AIDE_LOGEMENT, conditions.housing_conditions, conditions.housing_missing),
    ):
        case.judgements[benefit] = [one for one in judge(situation, month) if one.verdict is not Verdict.MET]
        case.missing[benefit] = list(dict.fromkeys(missing(situation, month)))
        if case.receives(benefit) is None:
            case.missing[benefit].append(Fact.RECEIVED)
    return case


# --- Housing benefit ---------------------------------------------------------------------------------------------


def _calculate_housing(cases: list[_Case]) -> None:
    rows: list[tuple[_Case, Hypothesis]] = []
    for case in cases:
        if case.receives(Benefit.AIDE_LOGEMENT) is False and case.is_computable(Benefit.AIDE_LOGEMENT):
            rows += [(case, hypothesis) for hypothesis in _housing_hypotheses(case)]
    households = [housing_benefit_household(case.situation, case.month, hypothesis) for case, hypothesis in rows]
    for (case, hypothesis), amounts in zip(rows, calculate(households, ["aide_logement"]), strict=True):
        case.housing_amounts.append((hypothesis, amounts["aide_logement"]))


def _housing_hypotheses(case: _Case) -> Iterator[Hypothesis]:
    seeker_matters = bool(conditions.jobs_replaced_by_nothing(case.situation))
    rsa_now = case.receives(Benefit.RSA) is True
    for (lease, assumes), job_seeker, rsa in product(
        leases(case.situation), (False, True) if seeker_matters else (False,), (True,) if rsa_now else (False, True)
    ):
        facts = assumes | ({Fact.JOB_SEEKER} if seeker_matters else frozenset())
        yield Hypothesis(lease=lease, job_seeker=job_seeker, rsa_already_paid=rsa, assumes=facts)


def _housing_result(case: _Case) -> BenefitResult:
    early = _early_result(case, Benefit.AIDE_LOGEMENT)
    if early is not None:
        return early
    facts = frozenset[Fact]().union(*(hypothesis.assumes for hypothesis, _ in case.housing_amounts))
    return _from_amounts(case, Benefit.AIDE_LOGEMENT, _housing_amounts_now(case), facts)


def _housing_amounts_now(case: _Case) -> list[Decimal]:
    """The amounts of this month: RSA counts as already paid only when it is received."""
    rsa_now = case.receives(Benefit.RSA) is True
    return [amount for hypothesis, amount in case.housing_amounts if hypothesis.rsa_already_paid is rsa_now]


def _housing_after_rsa(case: _Case) -> None:
    """Once RSA is paid, past pay no longer counts for the housing benefit (CCH R. 822-15): it must be asked again."""
    housing, rsa = case.results[Benefit.AIDE_LOGEMENT], case.results[Benefit.RSA]
    opens_later = any(amount > 0 for hypothesis, amount in case.housing_amounts if hypothesis.rsa_already_paid)
    if (
        housing.status is EligibilityStatus.NOT_ELIGIBLE
        and rsa.status in (EligibilityStatus.PROBABLE, EligibilityStatus.TO_VERIFY)
        and opens_later
    ):
        case.results[Benefit.AIDE_LOGEMENT] = BenefitResult(
            benefit=Benefit.AIDE_LOGEMENT,
            status=EligibilityStatus.TO_VERIFY,
            monthly_amount=None,
            reasons=(
                "Vos revenus de l’an dernier ferment l’aide au logement ce mois-ci, mais ils ne comptent plus dès que "
                "le RSA est versé : demandez les deux en même temps.",
            ),
        )


# --- RSA and prime d'activité ------------------------------------------------------------------------------------


def _calculate_incomes(cases: list[_Case]) -> None:
    """RSA and prime d'activité are read from two households each: only RSA sets stopped income aside."""
    rows: list[tuple[_Case, Benefit, Hypothesis]] = []
    for case in cases:
        for benefit in _INCOME_BENEFITS:
            if case.is_computable(benefit):
                rows += [(case, benefit, hypothesis) for hypothesis in _income_hypotheses(case)]
    households: list[Household] = [
        _INCOME_BENEFITS[benefit].household(case.situation, case.month, hypothesis)
        for case, benefit, hypothesis in rows
    ]
    variables = [reading.variable for reading in _INCOME_BENEFITS.values()]
    for (case, benefit, hypothesis), amounts in zip(rows, calculate(households, variables), strict=True):
        case.income_amounts.append((benefit, hypothesis, amounts[_INCOME_BENEFITS[benefit].variable]))


@dataclass(frozen=True, slots=True)
class _Reading:
    household: Callable[[Situation, Month, Hypothesis], Household]
    variable: str


_INCOME_BENEFITS = {
    Benefit.RSA: _Reading(rsa_household, "rsa"),
    Benefit.PRIME_ACTIVITE: _Reading(prime_activite_household, "ppa_nette_crds"),
}


def _income_hypotheses(case: _Case) -> Iterator[Hypothesis]:
    """The first hypotheses hold today's housing benefit, the others what it may become."""
    undecided = conditions.undecided_stops(case.situation, case.month)
    isolation = _isolation(case)
    lease = leases(case.situation)[0][0]
    for housing_benefit, set_aside, recently_isolated in product(
        dict.fromkeys((_housing_today(case), *_housing_after(case))),
        (True, False) if undecided or conditions.resigned(case.situation) else (True,),
        isolation,
    ):
        facts = set(undecided)
        if len(isolation) > 1:
            facts.add(Fact.ISOLATED_SINCE)
        yield Hypothesis(
            lease=lease,
            stopped_income_set_aside=set_aside,
            recently_isolated=recently_isolated,
            housing_benefit=housing_benefit,
            assumes=frozenset(facts),
        )


def _isolation(case: _Case) -> tuple[bool, ...]:
    if not conditions.is_alone_with_child(case.situation):
        return (False,)
    if case.situation.isolated_since is None:
        return (True, False)
    return (case.month.months_since(case.situation.isolated_since) < RECENT_ISOLATION,)


def _housing_today(case: _Case) -> Decimal:
    if not case.receives(Benefit.AIDE_LOGEMENT):
        return Decimal(0)
    amount = case.received_amount(Benefit.AIDE_LOGEMENT)
    return more_than_any_lump_sum(case.month) if amount is None else amount


def _housing_after(case: _Case) -> list[Decimal]:
    """What the housing benefit may be once everything probable is claimed: the higher it is, the lower the others."""
    result = case.results[Benefit.AIDE_LOGEMENT]
    if result.status is EligibilityStatus.PROBABLE:
        return list(dict.fromkeys(_housing_amounts_now(case)))
    if result.status is EligibilityStatus.TO_VERIFY:
        return [Decimal(0), more_than_any_lump_sum(case.month)]
    return [_housing_today(case)]


def _income_result(case: _Case, benefit: Benefit) -> BenefitResult:
    early = _early_result(case, benefit)
    if early is not None:
        return early
    after = set(_housing_after(case))
    rows = [
        (hypothesis, amount)
        for one, hypothesis, amount in case.income_amounts
        if one is benefit and hypothesis.housing_benefit in after
    ]
    facts = frozenset[Fact]().union(*(hypothesis.assumes for hypothesis, _ in rows))
    return _from_amounts(case, benefit, [amount for _, amount in rows], facts)


# --- Common ------------------------------------------------------------------------------------------------------


def _early_result(case: _Case, benefit: Benefit) -> BenefitResult | None:
    """The result when no calculation is needed, or none is possible."""
    if case.receives(benefit):
        return BenefitResult(
            benefit=benefit,
            status=EligibilityStatus.RECEIVED,
            monthly_amount=case.received_amount(benefit),
            reasons=("Vous percevez déjà cette aide.",),
        )
    refusals = [one for one in case.judgements[benefit] if one.verdict is Verdict.NOT_MET]
    if refusals and case.receives(benefit) is False:
        return BenefitResult(
            benefit=benefit,
            status=EligibilityStatus.NOT_ELIGIBLE,
            monthly_amount=None,
            reasons=explain_refusal(refusals),
        )
    if case.is_computable(benefit):
        return None
    doubts = case.judgements[benefit]
    facts = dict.fromkeys([fact for one in doubts for fact in one.missing] + case.missing[benefit])
    reasons = [one.reason for one in doubts]
    if case.missing[benefit]:
        reasons.append("Il manque des réponses pour faire une estimation.")
    return BenefitResult(
        benefit=benefit,
        status=EligibilityStatus.TO_VERIFY,
        monthly_amount=None,
        reasons=tuple(dict.fromkeys(reasons)),
        missing=tuple(Missing(fact) for fact in facts),
    )


def _from_amounts(case: _Case, benefit: Benefit, amounts: list[Decimal], facts: frozenset[Fact]) -> BenefitResult:
    """All hypotheses open the right: the lowest amount stands. None does: no right. Otherwise: to verify."""
    interval = (min(amounts), max(amounts)) if min(amounts) < max(amounts) else None
    if min(amounts) > 0:
        return BenefitResult(
            benefit=benefit,
            status=EligibilityStatus.PROBABLE,
            monthly_amount=min(amounts),
            reasons=explain_probable(case.situation, case.month, benefit, case.results),
            deadline=case.month.last_day if benefit.description.opens_from_month_of_filing else None,
            interval=interval,
        )
    if max(amounts) > 0:
        return BenefitResult(
            benefit=benefit,
            status=EligibilityStatus.TO_VERIFY,
            monthly_amount=None,
            reasons=explain_undecided(case.situation, facts),
            missing=tuple(Missing(fact) for fact in sorted(facts)),
            interval=interval,
        )
    return BenefitResult(
        benefit=benefit,
        status=EligibilityStatus.NOT_ELIGIBLE,
        monthly_amount=None,
        reasons=explain_refusal([], benefit),
    )


def _assessment(case: _Case) -> Assessment:
    return Assessment(
        month=case.month,
        results=tuple(case.results[benefit] for benefit in Benefit),
        net_monthly_gain=_net_gain(case),
        gain_is_minimum=any(result.status is EligibilityStatus.TO_VERIFY for result in case.results.values()),
        legislation=legislation_version(case.month),
    )


def _net_gain(case: _Case) -> Decimal | None:
    """What the household receives after claiming what is probable, less what it receives today."""
    results = case.results.values()
    probable = [result for result in results if result.status is EligibilityStatus.PROBABLE]
    if not probable:
        unclear = any(result.status is EligibilityStatus.TO_VERIFY for result in results)
        return None if unclear else Decimal("0.00")
    gain = sum((result.monthly_amount or Decimal(0) for result in probable), Decimal(0))
    if case.results[Benefit.AIDE_LOGEMENT].status is EligibilityStatus.PROBABLE:
        for benefit in _INCOME_BENEFITS:
            if case.results[benefit].status is EligibilityStatus.RECEIVED:
                loss = _loss_to_housing_benefit(case, benefit)
                if loss is None:
                    return None
                gain -= loss
    return max(gain, Decimal(0)).quantize(CENT)


def _loss_to_housing_benefit(case: _Case, benefit: Benefit) -> Decimal | None:
    """By how much a benefit received today falls once the housing benefit opens; None when it cannot be computed."""
    rows = [(hypothesis.housing_benefit, amount) for one, hypothesis, amount in case.income_amounts if one is benefit]
    without = [amount for housing_benefit, amount in rows if housing_benefit == 0]
    with_it = [amount for housing_benefit, amount in rows if housing_benefit > 0]
    if not without or not with_it:
        return None
    if max(without) == 0 and case.received_amount(benefit) != 0:
        return None  # what is paid is not what we compute: by how much it would fall is not known either
    return max(max(without) - min(with_it), Decimal(0))
