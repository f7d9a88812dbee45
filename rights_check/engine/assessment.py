"""From situations to results: conditions first, then two passes of OpenFisca (housing benefit, then RSA and prime
d'activité given the housing benefit), each over every hypothesis that the answers leave open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product

from rights_check.engine import conditions, family, health
from rights_check.engine.catalogue import Benefit
from rights_check.engine.explanations import (
    explain_probable,
    explain_refusal,
    explain_undecided,
    housing_variant,
    reserves,
)
from rights_check.engine.facts import Fact
from rights_check.engine.judgement import Judgement, Verdict, worst
from rights_check.engine.legislation import after_crds, ceiling_may_be_outdated, legislation_version, load_legislation
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
    HIGHEST_GROSS_PENSION,
    Hypothesis,
    Lease,
    Opened,
    aspa_household,
    css_household,
    family_household,
    housing_benefit_household,
    leases,
    more_than_any_lump_sum,
    prime_activite_household,
    rsa_household,
    yearly_resources,
)
from rights_check.engine.validation import InvalidSituation, validate

TOGETHER = 250
"""Households assessed together: with their hypotheses, some thousands of rows, which keeps a process under 450 MB."""
RECENT_ISOLATION = 18
"""Months after the separation during which a lone parent may have the raised RSA (CASF L. 262-9)."""


def assess(situation: Situation, month: Month) -> Assessment:
    """Every benefit for one household in one month. Raises InvalidSituation, or ArithmeticError when the
    calculation itself fails."""
    validate(situation, month)
    load_legislation()
    return assess_without_loading(situation, month)


def assess_without_loading(situation: Situation, month: Month) -> Assessment:
    """What the loading itself calls, once the legislation is in memory."""
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
    computed = [
        answer
        for start in range(0, len(valid), TOGETHER)
        for answer in _assess_together_or_alone([cases[index] for index in valid[start : start + TOGETHER]])
    ]
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
    family_amounts: list[tuple[Hypothesis, dict[str, Decimal]]] = field(default_factory=list)
    highest_family_amounts: dict[str, Decimal] = field(default_factory=dict)
    aspa_amounts: list[Decimal] = field(default_factory=list)
    housing_amounts: list[tuple[Hypothesis, Decimal]] = field(default_factory=list)
    income_amounts: list[tuple[Benefit, Hypothesis, Decimal]] = field(default_factory=list)
    css_amounts: list[tuple[Hypothesis, dict[str, Decimal]]] = field(default_factory=list)
    results: dict[Benefit, BenefitResult] = field(default_factory=dict)

    def receives(self, benefit: Benefit) -> bool | None:
        received = self.situation.received.get(ReceivedBenefit(benefit.value))
        return None if received is None else received.receives

    def received_amount(self, benefit: Benefit) -> Decimal | None:
        received = self.situation.received.get(ReceivedBenefit(benefit.value))
        return received.monthly_amount if received is not None and received.receives else None

    def is_computable(self, benefit: Benefit) -> bool:
        return worst(self.judgements[benefit]) is Verdict.MET and not self.missing[benefit]

    def status(self, benefit: Benefit) -> EligibilityStatus:
        return self.results[benefit].status


def _assess_all(cases: list[tuple[Situation, Month]]) -> list[Assessment]:
    """The rights asked for first come first: RSA depends on the family benefits and on the housing benefit, and the
    complémentaire santé solidaire on RSA."""
    prepared = [_prepare(situation, month) for situation, month in cases]
    _calculate_family(prepared)
    _calculate_aspa(prepared)
    _calculate_housing(prepared)
    for case in prepared:
        for benefit, variable in _FAMILY_VARIABLES.items():
            case.results[benefit] = _family_result(case, benefit, variable)
        case.results[Benefit.ASPA] = _aspa_result(case)
        case.results[Benefit.AIDE_LOGEMENT] = _housing_result(case)
    _calculate_incomes(prepared)
    for case in prepared:
        for benefit in _INCOME_BENEFITS:
            case.results[benefit] = _income_result(case, benefit)
        _housing_after_rsa(case)
    _calculate_css(prepared)
    for case in prepared:
        case.results[Benefit.CSS] = _css_result(case)
        case.results[Benefit.AAH] = _early_result(case, Benefit.AAH) or _to_verify(case, Benefit.AAH)
    return [_assessment(case) for case in prepared]


_Judge = Callable[[Situation, Month], Iterator[Judgement]]
_FindMissing = Callable[[Situation, Month], Iterator[Fact]]
RULES: dict[Benefit, tuple[_Judge, _FindMissing]] = {
    Benefit.RSA: (conditions.rsa_conditions, conditions.rsa_missing),
    Benefit.PRIME_ACTIVITE: (conditions.prime_activite_conditions, conditions.prime_activite_missing),
    Benefit.AIDE_LOGEMENT: (conditions.housing_conditions, conditions.housing_missing),
    Benefit.CSS: (health.css_conditions, health.css_missing),
    Benefit.ALLOCATIONS_FAMILIALES: (family.allocations_familiales_conditions, family.means_tested_missing),
    Benefit.SOUTIEN_FAMILIAL: (family.soutien_familial_conditions, family.soutien_familial_missing),
    Benefit.COMPLEMENT_FAMILIAL: (family.complement_familial_conditions, family.complement_familial_missing),
    Benefit.PAJE_BASE: (family.paje_base_conditions, family.means_tested_missing),
    Benefit.RENTREE_SCOLAIRE: (family.rentree_scolaire_conditions, family.means_tested_missing),
    Benefit.ASPA: (health.aspa_conditions, health.aspa_missing),
    Benefit.AAH: (health.aah_conditions, health.aah_missing),
}
"""The conditions of each benefit that are decided before any calculation, and its whitelist of facts."""


def _prepare(situation: Situation, month: Month) -> _Case:
    case = _Case(situation, month)
    for benefit, (judge, missing) in RULES.items():
        case.judgements[benefit] = [one for one in judge(situation, month) if one.verdict is not Verdict.MET]
        case.missing[benefit] = list(dict.fromkeys(missing(situation, month)))
        if case.receives(benefit) is None and _may_be_received(case, benefit):
            case.missing[benefit].append(Fact.RECEIVED)
    return case


def _may_be_received(case: _Case, benefit: Benefit) -> bool:
    """Whether it makes sense to ask: nobody without children is asked about the family benefits."""
    situation, month = case.situation, case.month
    if benefit is Benefit.ASPA:
        return health.may_have_pension(situation, month)
    if benefit is Benefit.RENTREE_SCOLAIRE:
        return family.may_have_pupil(situation, month)
    if benefit not in _FAMILY_VARIABLES:
        return True
    return situation.children is None or benefit in family.asked_about(situation, month)


# --- Family benefits and Aspa ------------------------------------------------------------------------------------

_FAMILY_VARIABLES = {
    Benefit.ALLOCATIONS_FAMILIALES: "af",
    Benefit.SOUTIEN_FAMILIAL: "asf",
    Benefit.COMPLEMENT_FAMILIAL: "cf",
    Benefit.PAJE_BASE: "paje_base",
    Benefit.RENTREE_SCOLAIRE: "ars",
}
_COUNTED_IN_RSA = tuple(benefit for benefit in _FAMILY_VARIABLES if benefit is not Benefit.RENTREE_SCOLAIRE)
_ANYTHING = Lease.HOMELESS
"""For the benefits that do not look at the dwelling."""


def _calculate_family(cases: list[_Case]) -> None:
    rows: list[tuple[_Case, Hypothesis]] = []
    for case in cases:
        if list(family.children_missing(case.situation, case.month)) or not case.situation.children:
            continue
        rows.append((case, Hypothesis(_ANYTHING, two_incomes=True)))
        income = case.situation.income_two_years_ago
        if any(case.is_computable(benefit) for benefit in _FAMILY_VARIABLES):
            # Only the ASF is computed without the income of two years ago, which it does not read.
            for two_incomes in (True, False) if case.situation.partner is not None else (False,):
                facts = frozenset({Fact.TWO_INCOMES}) if case.situation.partner is not None else frozenset[Fact]()
                rows.append(
                    (
                        case,
                        Hypothesis(
                            _ANYTHING,
                            two_incomes=two_incomes,
                            income_two_years_ago=income or Decimal(0),
                            assumes=facts,
                        ),
                    )
                )
    households = [family_household(case.situation, case.month, hypothesis) for case, hypothesis in rows]
    for (case, hypothesis), amounts in zip(rows, calculate(households, _FAMILY_VARIABLES.values()), strict=True):
        if not case.highest_family_amounts:
            case.highest_family_amounts = amounts
        else:
            case.family_amounts.append((hypothesis, amounts))


def _family_result(case: _Case, benefit: Benefit, variable: str) -> BenefitResult:
    early = _early_result(case, benefit)
    if early is not None:
        return early
    amounts = [after_crds(amounts[variable], case.month) for _, amounts in case.family_amounts]
    facts = frozenset[Fact]().union(*(hypothesis.assumes for hypothesis, _ in case.family_amounts))
    if max(amounts) == 0 and family.resources_may_have_fallen(case.situation):
        return BenefitResult(
            benefit=benefit,
            status=EligibilityStatus.TO_VERIFY,
            monthly_amount=None,
            reasons=(
                "Un revenu qui s’est arrêté peut faire oublier ceux d’il y a deux ans : la caisse doit l’étudier.",
            ),
        )
    result = _from_amounts(case, benefit, amounts, facts)
    if benefit is Benefit.RENTREE_SCOLAIRE and result.status is EligibilityStatus.PROBABLE:
        return replace(result, monthly_amount=None, yearly_amount=min(amounts), interval=None)
    return result


def _calculate_aspa(cases: list[_Case]) -> None:
    rows = [
        (case, Hypothesis(_ANYTHING, pension_factor=factor))
        for case in cases
        if case.receives(Benefit.ASPA) is False and case.is_computable(Benefit.ASPA)
        for factor in (Decimal(1), HIGHEST_GROSS_PENSION)
    ]
    households = [aspa_household(case.situation, case.month, hypothesis) for case, hypothesis in rows]
    for (case, _), amounts in zip(rows, calculate(households, ["aspa"]), strict=True):
        case.aspa_amounts.append(amounts["aspa"])


def _aspa_result(case: _Case) -> BenefitResult:
    early = _early_result(case, Benefit.ASPA)
    return early or _from_amounts(case, Benefit.ASPA, case.aspa_amounts, frozenset())


def _opened(case: _Case, *, highest: bool) -> Opened:
    """What opens beside RSA and counts in it: what is probable and, at the highest, what is still to verify.

    The Aspa is left out until it is probable: it is only to verify for those who still work, or before 65.
    """
    opened = []
    for benefit in _COUNTED_IN_RSA:
        received, variable = ReceivedBenefit(benefit.value), _FAMILY_VARIABLES[benefit]
        status = case.status(benefit)
        if status is EligibilityStatus.PROBABLE:
            opened.append((received, max(amounts[variable] for _, amounts in case.family_amounts)))
        elif status is EligibilityStatus.TO_VERIFY and highest and case.highest_family_amounts.get(variable):
            opened.append((received, case.highest_family_amounts[variable]))
    if case.status(Benefit.ASPA) is EligibilityStatus.PROBABLE:
        opened.append((ReceivedBenefit.ASPA, max(case.aspa_amounts)))
    return tuple(opened)


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
                rows += [(case, benefit, hypothesis) for hypothesis in _income_hypotheses(case, benefit)]
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


def _income_hypotheses(case: _Case, benefit: Benefit) -> Iterator[Hypothesis]:
    """What the household may have once everything is claimed and, if it receives the benefit, what it has today."""
    undecided = conditions.undecided_stops(case.situation, case.month)
    isolation = _isolation(case)
    lease = leases(case.situation)[0][0]
    opened = dict.fromkeys((_opened(case, highest=True), _opened(case, highest=False)))
    beside = [(amount, one, False) for amount, one in product(_housing_after(case), opened)]
    if case.receives(benefit):
        beside.append((_housing_today(case), (), True))
    for (housing_benefit, one, as_today), set_aside, recently_isolated in product(
        beside,
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
            opened=one,
            as_today=as_today,
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
    rows = [
        (hypothesis, amount)
        for one, hypothesis, amount in case.income_amounts
        if one is benefit and not hypothesis.as_today
    ]
    facts = frozenset[Fact]().union(*(hypothesis.assumes for hypothesis, _ in rows))
    return _from_amounts(case, benefit, [amount for _, amount in rows], facts)


# --- Complémentaire santé solidaire ------------------------------------------------------------------------------


CSS_CEILING = "prestations_sociales.solidarite_insertion.minima_sociaux.cs.cmu.plafond_base"
RISE_OF_CEILING = Decimal("0.1")
"""A bound of what the ceiling may have risen since OpenFisca last learnt it: nobody is refused within it."""


def _calculate_css(cases: list[_Case]) -> None:
    rows: list[tuple[_Case, Hypothesis]] = []
    for case in cases:
        if case.receives(Benefit.CSS) is False and case.is_computable(Benefit.CSS):
            lease = leases(case.situation)[0][0]
            for highest, housing_benefit in product((False, True), (_housing_today(case), *_housing_after(case))):
                resources = yearly_resources(case.situation, case.month, highest=highest)
                if not highest and ceiling_may_be_outdated(CSS_CEILING, case.month):
                    resources = tuple(amount * (1 - RISE_OF_CEILING) for amount in resources)
                rows.append((case, Hypothesis(lease, yearly_resources=resources, housing_benefit=housing_benefit)))
    households = [css_household(case.situation, case.month, hypothesis) for case, hypothesis in rows]
    variables = ["cmu_c", "css_participation_forfaitaire"]
    for (case, hypothesis), amounts in zip(rows, calculate(households, variables), strict=True):
        case.css_amounts.append((hypothesis, amounts))


def _css_result(case: _Case) -> BenefitResult:
    """Free for whoever has RSA (CSS L. 861-2); otherwise by the resources of twelve months."""
    rsa = case.status(Benefit.RSA)
    if case.receives(Benefit.CSS) is False and rsa in (EligibilityStatus.RECEIVED, EligibilityStatus.PROBABLE):
        now = "dès que le RSA est ouvert" if rsa is EligibilityStatus.PROBABLE else "avec le RSA"
        return _css_open(case, Decimal(0), f"La complémentaire santé solidaire est gratuite {now}.")
    early = _early_result(case, Benefit.CSS)
    if early is not None:
        return early
    free = [amounts["cmu_c"] > 0 for _, amounts in case.css_amounts]
    costs = [amounts["css_participation_forfaitaire"] for _, amounts in case.css_amounts]
    open_to = [is_free or cost > 0 for is_free, cost in zip(free, costs, strict=True)]
    if all(open_to):
        words = (
            "Vos ressources d’une année ouvrent la complémentaire santé gratuite."
            if all(free)
            else "Vos ressources d’une année ouvrent la complémentaire santé, avec une participation chaque mois."
        )
        return _css_open(case, max(costs), words)
    if any(open_to) or rsa is EligibilityStatus.TO_VERIFY:
        return BenefitResult(
            benefit=Benefit.CSS,
            status=EligibilityStatus.TO_VERIFY,
            monthly_amount=None,
            reasons=(
                "Vos ressources des douze derniers mois sont proches du plafond, ou le RSA reste à vérifier : "
                "la caisse doit l’étudier.",
            ),
        )
    return BenefitResult(
        benefit=Benefit.CSS,
        status=EligibilityStatus.NOT_ELIGIBLE,
        monthly_amount=None,
        reasons=explain_refusal([], Benefit.CSS),
    )


def _css_open(case: _Case, cost: Decimal, words: str) -> BenefitResult:
    return BenefitResult(
        benefit=Benefit.CSS,
        status=EligibilityStatus.PROBABLE,
        monthly_amount=None,
        reasons=(words, *reserves(Benefit.CSS)),
        variant="payante" if cost else "gratuite",
        monthly_cost=cost,
    )


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
    if refusals and (case.receives(benefit) is False or not _may_be_received(case, benefit)):
        return BenefitResult(
            benefit=benefit,
            status=EligibilityStatus.NOT_ELIGIBLE,
            monthly_amount=None,
            reasons=explain_refusal(refusals),
        )
    return None if case.is_computable(benefit) else _to_verify(case, benefit)


def _to_verify(case: _Case, benefit: Benefit) -> BenefitResult:
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
            variant=housing_variant(case.situation) if benefit is Benefit.AIDE_LOGEMENT else "",
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
    for benefit in _INCOME_BENEFITS:
        if case.status(benefit) is EligibilityStatus.RECEIVED and gain > 0:
            loss = _loss(case, benefit)
            if loss is None:
                return None
            gain -= loss
    return max(gain, Decimal(0)).quantize(CENT)


def _loss(case: _Case, benefit: Benefit) -> Decimal | None:
    """By how much a benefit received today falls once what is probable opens; None when it cannot be computed."""
    rows = [(hypothesis, amount) for one, hypothesis, amount in case.income_amounts if one is benefit]
    today = [amount for hypothesis, amount in rows if hypothesis.as_today]
    probable = _opened(case, highest=False)
    opens = case.status(Benefit.AIDE_LOGEMENT) is EligibilityStatus.PROBABLE
    housing = set(_housing_amounts_now(case)) if opens else {_housing_today(case)}
    after = [
        amount
        for hypothesis, amount in rows
        if not hypothesis.as_today and hypothesis.opened == probable and hypothesis.housing_benefit in housing
    ]
    if not today or not after:
        return None
    if max(today) == 0 and case.received_amount(benefit) != 0:
        return None  # what is paid is not what we compute: by how much it would fall is not known either
    return max(max(today) - min(after), Decimal(0))
