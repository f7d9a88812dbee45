"""From answers to OpenFisca inputs.

Every variable set here is set for every household over its whole window, so that the households that share a
simulation never leave a default value to one another. The benefits of the past are always stated (what was
received, else 0): otherwise OpenFisca computes what a household that claims everything would have had, and counts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from rights_check.engine.facts import Fact
from rights_check.engine.legislation import parameters_at
from rights_check.engine.months import Month
from rights_check.engine.simulation import Household, Inputs
from rights_check.engine.situation import (
    Adult,
    HousingStatus,
    Income,
    IncomeKind,
    ReceivedBenefit,
    ReplacedBy,
    Situation,
)

REFORM_OF_REFERENCE_MONTHS = Month(2025, 3)
"""Decree 2025-185 of 26 February 2025: M-4 to M-2 instead of M-3 to M-1."""

WINDOW = 5
"""Months before the month of the review that the formulas of RSA and prime d'activité read."""

PROFESSIONAL = frozenset({IncomeKind.SALARY, IncomeKind.UNEMPLOYMENT, IncomeKind.SICK_PAY})
"""Professional income or what stands in for it: CASF R. 262-13 sets it aside when it has stopped for certain."""

_MONTHLY_VARIABLES = {
    IncomeKind.SALARY: "salaire_net",
    IncomeKind.UNEMPLOYMENT: "chomage_net",
    IncomeKind.SICK_PAY: "indemnites_journalieres_maladie",
    IncomeKind.RETIREMENT: "retraite_nette",
    IncomeKind.INVALIDITY_PENSION: "pensions_invalidite",
    IncomeKind.MAINTENANCE: "pensions_alimentaires_percues",
}

_TAXABLE_VARIABLES = {
    IncomeKind.SALARY: "salaire_imposable",
    IncomeKind.SICK_PAY: "salaire_imposable",
    IncomeKind.UNEMPLOYMENT: "chomage_imposable",
    IncomeKind.RETIREMENT: "retraite_imposable",
}

_FAMILY_BENEFITS = {
    ReceivedBenefit.ALLOCATIONS_FAMILIALES: "af",
    ReceivedBenefit.SOUTIEN_FAMILIAL: "asf",
    ReceivedBenefit.COMPLEMENT_FAMILIAL: "cf",
    ReceivedBenefit.PAJE_BASE: "paje_base",
    ReceivedBenefit.PREPARE: "paje_prepare",
    ReceivedBenefit.ASPA: "aspa",
}
_CLAIMANT_BENEFITS = {
    ReceivedBenefit.AAH: "aah",
    ReceivedBenefit.ASS: "ass",
    ReceivedBenefit.ASI: "asi",
}
_NEVER_RECEIVED_BY_FAMILY = ("paje_clca", "paje_colca")
_NEVER_RECEIVED_BY_CLAIMANT = ("caah",)


Opened = tuple[tuple[ReceivedBenefit, Decimal], ...]

HIGHEST_GROSS_PENSION = Decimal("1.12")
"""Gross over net pension, rounded up from the highest levies (8.3 % + 0.5 % + 0.3 % of health contribution and CSG,
CSS L. 136-8): a bound, not the amount itself. Somebody who has only a small pension pays none of them."""


class Lease(Enum):
    """Housing status of OpenFisca, chosen by the answers or by a hypothesis."""

    UNFURNISHED = "locataire_vide"
    SOCIAL = "locataire_hlm"
    FURNISHED = "locataire_meuble"
    OWNER_WITH_LOAN = "primo_accedant"
    OWNER = "proprietaire"
    HOUSED_FREE = "loge_gratuitement"
    HOSTEL = "locataire_foyer"
    HOMELESS = "sans_domicile"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One way of filling in what is not known, or what the law leaves open."""

    lease: Lease
    job_seeker: bool = False
    """An adult whose job stopped and was replaced by nothing is registered with France Travail."""
    rsa_already_paid: bool = False
    stopped_income_set_aside: bool = True
    """What stopped, when it is not sure that nothing replaced it, is set aside (CASF R. 262-13)."""
    recently_isolated: bool = False
    housing_benefit: Decimal = Decimal(0)
    opened: Opened = ()
    """Family benefits and Aspa not received yet, counted as if they were paid already."""
    as_today: bool = False
    """What the household has today, only used to tell how much it would lose."""
    two_incomes: bool = False
    """Both partners had a pay two years ago (biactivité)."""
    income_two_years_ago: Decimal = Decimal(0)
    yearly_resources: tuple[Decimal, ...] = ()
    """Resources of each adult over twelve months, for the complémentaire santé solidaire."""
    pension_factor: Decimal = Decimal(1)
    """Gross pension over net pension, for the Aspa."""
    assumes: frozenset[Fact] = frozenset()


def leases(situation: Situation) -> list[tuple[Lease, frozenset[Fact]]]:
    """The leases that the answers leave possible, with the facts that would decide between them."""
    kind = situation.housing.kind
    social = situation.housing.social_landlord
    if kind in _SINGLE_LEASES:
        return [(_SINGLE_LEASES[kind], frozenset())]
    if kind is HousingStatus.TENANT_FURNISHED:
        return [(Lease.FURNISHED, frozenset())]
    if social is True:
        return [(Lease.SOCIAL, frozenset())]
    private = [Lease.UNFURNISHED]
    if kind is HousingStatus.FLAT_SHARE:
        private.append(Lease.FURNISHED)
    decided_by = frozenset({Fact.SOCIAL_LANDLORD}) if social is None else frozenset()
    if social is None:
        private.append(Lease.SOCIAL)
    return [(lease, decided_by) for lease in private]


_SINGLE_LEASES: dict[HousingStatus | None, Lease] = {
    HousingStatus.HOSTEL: Lease.HOSTEL,
    HousingStatus.OWNER_WITH_LOAN: Lease.OWNER_WITH_LOAN,
    HousingStatus.OWNER: Lease.OWNER,
    HousingStatus.HOUSED_FREE: Lease.HOUSED_FREE,
    HousingStatus.HOMELESS: Lease.HOMELESS,
}


def housing_benefit_household(situation: Situation, month: Month, hypothesis: Hypothesis) -> Household:
    """What `aide_logement` reads. Needs the facts on the housing benefit's whitelist."""
    parents = [
        _identity(situation, place, month)
        | _taxable(adult, month)
        | _unemployment(adult, month, hypothesis)
        | _savings(situation, month, place)
        for place, adult in enumerate(situation.adults)
    ]
    parents[0] |= _minimum_incomes(situation, month)
    return Household(
        month=month,
        parents=parents,
        children=_children(situation),
        family={
            ("rsa", str(month - 1)): float(hypothesis.rsa_already_paid),
            ("proprietaire_proche_famille", str(month)): situation.housing.landlord_is_relative is True,
            **_family_benefits(situation, month),
        },
        dwelling=_dwelling(situation, month, hypothesis.lease),
    )


def rsa_household(situation: Situation, month: Month, hypothesis: Hypothesis) -> Household:
    """What `rsa` reads, the housing benefit being given and the income that stopped set aside."""
    return _minimum_income_household(situation, month, hypothesis, for_rsa=True)


def prime_activite_household(situation: Situation, month: Month, hypothesis: Hypothesis) -> Household:
    """What `ppa` reads, the housing benefit being given. No income is set aside there."""
    return _minimum_income_household(situation, month, hypothesis, for_rsa=False)


def family_household(situation: Situation, month: Month, hypothesis: Hypothesis) -> Household:
    """What the family benefits read, the income of two years ago being given."""
    parents = [_identity(situation, place, month) for place in range(len(situation.adults))]
    family: Inputs = {}
    for read_in in dict.fromkeys((month, Month(month.year, 1))):
        family["prestations_familiales_base_ressources", str(read_in)] = float(hypothesis.income_two_years_ago)
        family["biactivite", str(read_in)] = hypothesis.two_incomes
    # The complément familial reads these two; what is received of them closes it before any calculation.
    for variable in ("paje_prepare", *_NEVER_RECEIVED_BY_FAMILY):
        family[variable, str(month)] = 0.0
    family["cf_base_ressources", str(month)] = float(hypothesis.income_two_years_ago)
    return Household(month=month, parents=parents, children=_children(situation), family=family)


def aspa_household(situation: Situation, month: Month, hypothesis: Hypothesis) -> Household:
    """What `aspa` reads when retirement pensions are the only income."""
    parents = []
    for place, adult in enumerate(situation.adults):
        inputs = _identity(situation, place, month) | _savings(situation, month, place)
        for read_in in _window(month):
            inputs["asi_aspa_condition_nationalite", str(read_in)] = True
            inputs["retraite_brute", str(read_in)] = float(
                hypothesis.pension_factor
                * sum((income.net_social.get(read_in) or Decimal(0) for income in adult.incomes or ()), Decimal(0))
            )
        parents.append(inputs)
    parents[0] |= _minimum_incomes(situation, month)
    return Household(month=month, parents=parents, children=_children(situation))


def css_household(situation: Situation, month: Month, hypothesis: Hypothesis) -> Household:
    """What the complémentaire santé solidaire reads, the yearly resources and the housing benefit being given."""
    parents = []
    for place, resources in enumerate(hypothesis.yearly_resources):
        inputs = _identity(situation, place, month)
        inputs["css_cmu_base_ressources_individu", str(month)] = float(resources)
        parents.append(inputs)
    family: Inputs = {("rsa", str(month)): 0.0, ("aide_logement", str(month)): float(hypothesis.housing_benefit)}
    for benefit, variable in _FAMILY_BENEFITS.items():
        for back in range(1, 13):
            family[variable, str(month - back)] = _received_in(situation, benefit, month - back)
    for variable in _NEVER_RECEIVED_BY_FAMILY:
        for back in range(1, 13):
            family[variable, str(month - back)] = 0.0
    return Household(
        month=month,
        parents=parents,
        children=_children(situation),
        family=family,
        dwelling=_dwelling(situation, month, hypothesis.lease),
    )


def yearly_resources(situation: Situation, month: Month, *, highest: bool) -> tuple[Decimal, ...]:
    """Lowest or highest resources of each adult over the twelve months before the month of the review.

    The net taxable pay covers M-13 to M-2, one month off. When the four months that are known look like the year, the
    year stands a little below the taxable pay; otherwise what was paid in these four months is the least, and the
    year plus the last month the most. Savings bring 3 % a year (CSS R. 861-6); part of the pay is left out while
    somebody is on sick leave or unemployed (CSS R. 861-8), which only lowers the least.
    """
    rate = Decimal(
        str(
            parameters_at(
                month
            ).prestations_sociales.solidarite_insertion.minima_sociaux.rsa.rsa_cond.patrimoine.taux_interet_forfaitaire_epargne_non_imposable
        )
    )
    ass = situation.received.get(ReceivedBenefit.ASS)
    interest = rate * (situation.savings or Decimal(0))
    totals = []
    for place, adult in enumerate(situation.adults):
        incomes = adult.incomes or ()
        total = sum((_yearly(income, month, highest=highest) for income in incomes), Decimal(0))
        allowance = any(income.kind in (IncomeKind.SICK_PAY, IncomeKind.UNEMPLOYMENT) for income in incomes)
        if not highest and (allowance or (ass is not None and ass.receives)):
            total *= 1 - LEFT_OUT_WITHOUT_WORK
        if place == 0:
            total += interest
            if ass is not None and ass.receives and (highest or ass.since is None):
                total += 12 * (ass.monthly_amount or Decimal(0))
        totals.append(total)
    return tuple(totals)


STEADY = Decimal("0.15")
LEAST_OF_TAXABLE, MOST_OF_TAXABLE = Decimal("0.92"), Decimal("1.02")
"""Net pay over net taxable pay: the CSG and CRDS that are not deductible, and one month that may differ."""
LEFT_OUT_WITHOUT_WORK = Decimal("0.4")
"""More than the share of pay that CSS R. 861-8 leaves out (30 %): a bound."""


def _yearly(income: Income, month: Month, *, highest: bool) -> Decimal:
    taxable = income.net_taxable or Decimal(0)
    months = [income.net_social.get(month - back) or Decimal(0) for back in range(1, 5)]
    steady = income.stopped is False and all(abs(paid - taxable / 12) <= STEADY * taxable / 12 for paid in months)
    if steady:
        return taxable * (MOST_OF_TAXABLE if highest else LEAST_OF_TAXABLE)
    return taxable + months[0] if highest else sum(months, Decimal(0))


def _minimum_income_household(
    situation: Situation, month: Month, hypothesis: Hypothesis, *, for_rsa: bool
) -> Household:
    parents = [
        _identity(situation, place, month)
        | _net_social(adult, month, hypothesis if for_rsa else None)
        | _savings(situation, month, place)
        for place, adult in enumerate(situation.adults)
    ]
    parents[0] |= _minimum_incomes(situation, month)
    window = _window(month)
    family: Inputs = _family_benefits(situation, month, hypothesis.opened)
    for read_in in window:
        family["departement_experimentation_rsa", str(read_in)] = month >= REFORM_OF_REFERENCE_MONTHS
        family["aide_logement", str(read_in)] = float(hypothesis.housing_benefit)
        family["rsa_isolement_recent", str(read_in)] = hypothesis.recently_isolated
        family["ppa_eligibilite_apprenants", str(read_in)] = _works_enough(situation, month)
    dwelling: Inputs = {}
    for read_in in window:
        dwelling |= _dwelling(situation, read_in, hypothesis.lease)
    return Household(month=month, parents=parents, children=_children(situation), family=family, dwelling=dwelling)


def reference_months(month: Month) -> tuple[Month, Month, Month]:
    last = month - 2 if month >= REFORM_OF_REFERENCE_MONTHS else month - 1
    return (last - 2, last - 1, last)


def student_threshold(month: Month) -> Decimal:
    """Monthly pay a student or apprentice must exceed in each reference month (CSS L. 842-2, 4°, and L. 512-4)."""
    parameters = parameters_at(month)
    rate = parameters.prestations_sociales.prestations_familiales.def_pac.revenu_plafond_pac_non_scolaire
    return Decimal(str(169 * rate * parameters.marche_travail.salaire_minimum.smic.smic_b_horaire))


def rsa_of_one_person(month: Month) -> Decimal:
    """Montant forfaitaire of RSA for one person, in euros a month."""
    rsa = parameters_at(month).prestations_sociales.solidarite_insertion.minima_sociaux.rsa
    return Decimal(str(rsa.rsa_m.montant_de_base_du_rsa))


def more_than_any_lump_sum(month: Month) -> Decimal:
    """A housing benefit that certainly exceeds the lump sum taken from RSA, which then counts in full."""
    return rsa_of_one_person(month)


def salary_in(adult: Adult, month: Month) -> Decimal:
    salaries = [income for income in adult.incomes or () if income.kind is IncomeKind.SALARY]
    return sum((income.net_social.get(month) or Decimal(0) for income in salaries), Decimal(0))


def is_set_aside(income: Income, month: Month, *, when_not_known: bool) -> bool:
    """Whether CASF R. 262-13 sets this income aside: it stopped for certain and nothing replaced it.

    `when_not_known` is the hypothesis for what was not said (what replaced it, whether the person resigned).
    """
    if income.stopped_since is None or income.stopped_since > month:
        return False
    if income.replaced_by is None:
        return when_not_known
    if income.replaced_by is not ReplacedBy.NOTHING:
        return False
    if income.kind is IncomeKind.SALARY and income.resigned is not False:
        return when_not_known
    return True


def _window(month: Month) -> list[Month]:
    return [month - back for back in range(WINDOW + 1)]


def _identity(situation: Situation, place: int, month: Month) -> Inputs:
    adult = situation.adults[place]
    inputs: Inputs = {("date_naissance", "ETERNITY"): _known(adult.birth_date)}
    for read_in in _window(month):
        period = str(read_in)
        inputs["enceinte", period] = place == 0 and situation.pregnancy is True
        inputs["etudiant", period] = adult.student is True
        inputs["boursier", period] = adult.grant_holder is True
        # Residence is judged by residence.py: OpenFisca gives no RSA to a refugee of one year.
        inputs["rsa_condition_nationalite", period] = True
        # CASF L. 262-4, 1°: an unborn child lifts the age condition; OpenFisca only says so for a lone mother.
        inputs["rsa_jeune_condition_heures_travail_remplie", period] = (
            adult.young_worker_hours is True or situation.pregnancy is True
        )
    return inputs


def _net_social(adult: Adult, month: Month, hypothesis: Hypothesis | None) -> Inputs:
    """Monthly amounts of the window. The hypothesis says what is set aside; None sets nothing aside."""
    amounts: dict[tuple[str, str], Decimal] = {
        (variable, str(read_in)): Decimal(0) for variable in _MONTHLY_VARIABLES.values() for read_in in _window(month)
    }
    sick_leave = date.min
    for income in adult.incomes or ():
        variable = _MONTHLY_VARIABLES[income.kind]
        limit = None if hypothesis is None else _set_aside(income, month, hypothesis)
        for read_in in _window(month):
            amounts[variable, str(read_in)] += _counted(income, read_in, limit)
        if income.kind is IncomeKind.SICK_PAY and income.began is not None:
            sick_leave = max(sick_leave, income.began.first_day)
    for variable in _MONTHLY_VARIABLES.values():
        # OpenFisca guesses that an income stopped when it is 0 in the month of the claim and was not the month
        # before. What stopped was asked, and is already out of these amounts: it has nothing left to guess.
        now, before = (variable, str(month)), (variable, str(month - 1))
        if amounts[before] > 0:
            amounts[now] = max(amounts[now], amounts[before])
    inputs: Inputs = {key: float(amount) for key, amount in amounts.items()}
    inputs["date_arret_de_travail", "ETERNITY"] = sick_leave
    return inputs


def _set_aside(income: Income, month: Month, hypothesis: Hypothesis) -> Decimal | None:
    """How much of an income is set aside each month: everything when it is professional income or unemployment
    benefit, otherwise up to the RSA of one person (CASF R. 262-13); None when nothing is."""
    if not is_set_aside(income, month, when_not_known=hypothesis.stopped_income_set_aside):
        return None
    if income.kind in PROFESSIONAL:
        return Decimal("Infinity")
    return rsa_of_one_person(month)


def _counted(income: Income, read_in: Month, set_aside: Decimal | None) -> Decimal:
    amount = income.net_social.get(read_in) or Decimal(0)
    return amount if set_aside is None else max(Decimal(0), amount - set_aside)


def _works_enough(situation: Situation, month: Month) -> bool:
    """Condition on work of the prime d'activité, over the right reference months.

    OpenFisca still tests M-3 to M-1 for it. For an adult who is not a student, any pay will do, and without pay the
    amount is 0 anyway.
    """
    threshold = student_threshold(month)
    return any(
        adult.student is not True or all(salary_in(adult, read_in) > threshold for read_in in reference_months(month))
        for adult in situation.adults
    )


def _taxable(adult: Adult, month: Month) -> Inputs:
    """The year M-13 to M-2, spread evenly: the formula only reads its total."""
    amounts: dict[tuple[str, str], Decimal] = {
        (variable, str(month - back)): Decimal(0) for variable in set(_TAXABLE_VARIABLES.values()) for back in range(14)
    }
    for year in (month.year - 2, month.year - 1):
        for number in range(1, 13):
            for variable in ("pensions_invalidite", "pensions_alimentaires_percues"):
                amounts[variable, str(Month(year, number))] = Decimal(0)
    for income in adult.incomes or ():
        monthly = (income.net_taxable or Decimal(0)) / 12
        if income.kind is IncomeKind.INVALIDITY_PENSION:
            periods = [Month(month.year - 2, number) for number in range(1, 13)]
            variable = "pensions_invalidite"
        elif income.kind is IncomeKind.MAINTENANCE:
            periods = [Month(month.year - 1, number) for number in range(1, 13)]
            variable = "pensions_alimentaires_percues"
        else:
            periods = [month - back for back in range(2, 14)]
            variable = _TAXABLE_VARIABLES[income.kind]
            if income.stopped_since is None:
                amounts[variable, str(month)] += monthly
        for period in periods:
            amounts[variable, str(period)] += monthly
    return {key: float(amount) for key, amount in amounts.items()}


def _unemployment(adult: Adult, month: Month, hypothesis: Hypothesis) -> Inputs:
    """Since when the adult is unemployed, which lowers or sets aside her past pay (CCH R. 822-13 to R. 822-17)."""
    stopped = [
        income.stopped_since
        for income in adult.incomes or ()
        if income.kind is IncomeKind.SALARY and income.stopped_since is not None
    ]
    works = any(income.kind is IncomeKind.SALARY and income.stopped_since is None for income in adult.incomes or ())
    paid = any(
        income.kind is IncomeKind.UNEMPLOYMENT and income.stopped_since is None for income in adult.incomes or ()
    )
    retired = any(
        income.kind is IncomeKind.RETIREMENT and income.stopped_since is None for income in adult.incomes or ()
    )
    inputs: Inputs = {
        ("activite", str(month)): "actif",
        ("date_debut_chomage", "ETERNITY"): date.max,
    }
    if works or adult.student:
        return inputs
    if retired:
        inputs["activite", str(month)] = "retraite"
    elif stopped and (paid or hypothesis.job_seeker):
        inputs["activite", str(month)] = "chomeur"
        inputs["date_debut_chomage", "ETERNITY"] = max(stopped).first_day
    return inputs


def _savings(situation: Situation, month: Month, place: int) -> Inputs:
    amount = float(situation.savings or 0) if place == 0 else 0.0
    return {("epargne_revenus_non_imposables", str(read_in)): amount for read_in in _window(month)}


def _children(situation: Situation) -> list[Inputs]:
    return [{("date_naissance", "ETERNITY"): _known(child.birth_date)} for child in situation.children or ()]


def _known(birth: date | None) -> date:
    if birth is None:
        raise ValueError("A birth date is needed: the whitelist should have stopped this household")
    return birth


def _family_benefits(situation: Situation, month: Month, opened: Opened = ()) -> Inputs:
    inputs: Inputs = {
        (variable, str(read_in)): 0.0 for variable in _NEVER_RECEIVED_BY_FAMILY for read_in in _window(month)
    }
    for benefit, variable in _FAMILY_BENEFITS.items():
        for read_in in _window(month):
            inputs[variable, str(read_in)] = _received_in(situation, benefit, read_in)
    for benefit, amount in opened:
        for read_in in _window(month):
            inputs[_FAMILY_BENEFITS[benefit], str(read_in)] = float(amount)
    return inputs


def _minimum_incomes(situation: Situation, month: Month) -> Inputs:
    inputs: Inputs = {
        (variable, str(read_in)): 0.0 for variable in _NEVER_RECEIVED_BY_CLAIMANT for read_in in _window(month)
    }
    for benefit, variable in _CLAIMANT_BENEFITS.items():
        for read_in in _window(month):
            inputs[variable, str(read_in)] = _received_in(situation, benefit, read_in)
    return inputs


def _received_in(situation: Situation, benefit: ReceivedBenefit, read_in: Month) -> float:
    received = situation.received.get(benefit)
    if received is None or not received.receives or received.monthly_amount is None:
        return 0.0
    if received.since is not None and received.since > read_in:
        return 0.0
    return float(received.monthly_amount)


def _dwelling(situation: Situation, read_in: Month, lease: Lease) -> Inputs:
    housing = situation.housing
    period = str(read_in)
    # An owner who still pays a loan has no free housing: OpenFisca reads the instalment in the rent.
    rent = Decimal(1) if lease is Lease.OWNER_WITH_LOAN else (housing.rent or Decimal(0))
    return {
        ("statut_occupation_logement", period): lease.value,
        ("logement_conventionne", period): lease is Lease.SOCIAL or housing.social_landlord is True,
        ("coloc", period): housing.kind is HousingStatus.FLAT_SHARE,
        ("loyer", period): float(rent),
        ("depcom", period): housing.commune or "",
    }
