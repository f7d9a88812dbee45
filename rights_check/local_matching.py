"""Which local rights are worth mentioning to a household: never an amount, never a refusal for lack of an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rights_check.engine import NOT_PAID_MONTHLY, Adult, IncomeKind, Month, Situation
from rights_check.enums import LocalStatus
from rights_check.local_rights import is_current, local_rights_for
from rights_check.models import LocalRight, RightsReview
from rights_check.organisations import organisation_names, run_by
from tznr.accounts.models import User

MONTHS = 3
"""The last months of income whose mean is compared with a ceiling."""


@dataclass(frozen=True)
class LocalMatch:
    right: LocalRight
    organisation: str
    to_check: list[str]
    """What the answers do not say, in words."""


@dataclass(frozen=True)
class _Household:
    """What the criteria look at; None is « not known »."""

    ages: list[int | None]
    commune: str | None
    income_per_share: Decimal | None
    statuses: dict[LocalStatus, bool | None]


def matches_of(review: RightsReview, day: date, *, user: User) -> list[LocalMatch]:
    """The local rights proposed on that day that the answers of a completed review do not rule out."""
    try:
        situation = Situation.from_json(review.situation or {})
    except ValueError:
        # Frozen by a version that this one cannot read: nothing can be said of it.
        return []
    rights = local_rights_for(user).filter(is_current(day))
    return local_matches(rights, situation, month=Month.of(review.month), names=organisation_names())


def local_matches(
    rights: Iterable[LocalRight], situation: Situation, *, month: Month, names: dict[str, str]
) -> list[LocalMatch]:
    """The rights, in their order, that no answer rules out. Their communes are read: prefetch them."""
    household = _Household(
        ages=_ages(situation, month.last_day),
        commune=situation.housing.commune,
        income_per_share=income_per_share(situation, month),
        statuses=statuses_of(situation),
    )
    matches = []
    for right in rights:
        to_check = _what_to_check(right, household)
        if to_check is not None:
            matches.append(LocalMatch(right, run_by(right.organisation, names), to_check))
    return matches


def _what_to_check(right: LocalRight, household: _Household) -> list[str] | None:
    """What remains to be checked, or None when an answer rules the right out."""
    criteria = (
        (_age_fits(right, household.ages), "l’âge"),
        (_commune_fits(right, household.commune), "la commune"),
        (_income_fits(right, household.income_per_share), "le revenu par part"),
        (_status_fits(right, household.statuses), "la situation"),
    )
    if any(fits is False for fits, _ in criteria):
        return None
    return [words for fits, words in criteria if fits is None]


def _age_fits(right: LocalRight, ages: list[int | None]) -> bool | None:
    """At least one adult of the household is in the range."""
    if right.age_min is None and right.age_max is None:
        return True
    lowest, highest = right.age_min or 0, right.age_max if right.age_max is not None else 200
    return _any(None if age is None else lowest <= age <= highest for age in ages)


def _commune_fits(right: LocalRight, commune: str | None) -> bool | None:
    codes = {one.insee_code for one in right.communes.all()}
    if not codes:
        return True
    return None if commune is None else commune in codes


def _income_fits(right: LocalRight, income: Decimal | None) -> bool | None:
    if right.income_per_share_max is None:
        return True
    return None if income is None else income <= right.income_per_share_max


def _status_fits(right: LocalRight, statuses: dict[LocalStatus, bool | None]) -> bool | None:
    if not right.statuses:
        return True
    return _any(statuses[LocalStatus(status)] for status in right.statuses)


def _any(answers: Iterable[bool | None]) -> bool | None:
    """True if one is true; False if all are false; otherwise not known."""
    found = list(answers)
    if True in found:
        return True
    return None if None in found else False


def _ages(situation: Situation, day: date) -> list[int | None]:
    births = [adult.birth_date for adult in situation.adults]
    if situation.partner is None and situation.in_couple is not False:
        births.append(None)
    return [
        None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        for born in births
    ]


def statuses_of(situation: Situation) -> dict[LocalStatus, bool | None]:
    """What the answers say of each status, for the claimant or the partner."""
    partner_unknown = situation.partner is None and situation.in_couple is not False

    def someone(answers: Iterable[bool | None]) -> bool | None:
        return _any([*answers, None] if partner_unknown else answers)

    child_or_pregnancy = [None if situation.children is None else bool(situation.children), situation.pregnancy]
    return {
        LocalStatus.STUDENT: someone(adult.student for adult in situation.adults),
        LocalStatus.WORKING: someone(_works(adult) for adult in situation.adults),
        LocalStatus.JOB_SEEKER: someone(_is_without_work(adult) for adult in situation.adults),
        LocalStatus.RETIRED: someone(_has(adult, IncomeKind.RETIREMENT) for adult in situation.adults),
        LocalStatus.PARENT: _any(child_or_pregnancy),
    }


def _has(adult: Adult, *kinds: IncomeKind) -> bool | None:
    """Whether the adult has an income of these kinds that has not stopped."""
    if adult.incomes is None:
        return None
    return _any(
        {True: False, False: True, None: None}[income.stopped] for income in adult.incomes if income.kind in kinds
    )


def _works(adult: Adult) -> bool | None:
    return _has(adult, IncomeKind.SALARY, IncomeKind.SELF_EMPLOYED)


def _is_without_work(adult: Adult) -> bool | None:
    """Nothing says whether she looks for work: no work and no pension is enough for the right to be mentioned."""
    works, retired = _works(adult), _has(adult, IncomeKind.RETIREMENT)
    if works or retired:
        return False
    return True if works is False and retired is False else None


def income_per_share(situation: Situation, month: Month) -> Decimal | None:
    """Monthly income of the household, benefits included, divided by its shares as family quotients count them: two
    for the adults (a lone parent counts for two; a person alone for one), a half for each of the first two children,
    one for the third, a half for each other. None when an answer it needs is missing.

    An order of size, compared with a ceiling: the organisation computes its own.
    """
    if situation.in_couple is None or (situation.in_couple and situation.partner is None):
        return None
    if situation.children is None or any(adult.incomes is None for adult in situation.adults):
        return None
    received = [
        answer for benefit, answer in situation.received.items() if answer.receives and benefit not in NOT_PAID_MONTHLY
    ]
    if any(answer.monthly_amount is None for answer in received):
        return None
    total = sum((answer.monthly_amount or Decimal(0) for answer in received), Decimal(0))
    for income in (income for adult in situation.adults for income in adult.incomes or ()):
        amounts = [income.net_social.get(month - back) for back in range(1, MONTHS + 1)]
        if any(amount is None for amount in amounts):
            return None
        total += sum((amount or Decimal(0) for amount in amounts), Decimal(0)) / MONTHS
    return total / _shares(couple=situation.in_couple, children=len(situation.children))


def _shares(*, couple: bool, children: int) -> Decimal:
    adults = 2 if couple or children else 1
    return Decimal(adults) + Decimal(children) / 2 + (Decimal("0.5") if children > 2 else Decimal(0))
