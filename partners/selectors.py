"""What is read about organisations, agreements and referrals, always for somebody."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from beneficiaries.models import Person
from beneficiaries.search_keys import normalise, relevance
from beneficiaries.selectors import search_persons
from partners.enums import Network, ReferralSituation
from partners.models import (
    DisclosureAgreement,
    Organisation,
    Place,
    Referral,
    ReferralQuerySet,
    ReferralTransition,
    Sector,
)
from partners.sharing import CLOSED_TO_RECIPIENT
from tznr.accounts.models import User
from tznr.territory.models import Commune

ANSWERS_ARE_NEWS_FOR = timedelta(days=7)


def pads_covering(commune: Commune | None) -> QuerySet[Organisation]:
    """The PAD of the commune; all those of the commune where the split is not known; all of them without a commune."""
    pads = Organisation.objects.filter(network=Network.PAD)
    return pads.filter(sectors__commune=commune) if commune else pads


def directory(*, query: str = "", network: str = "", commune: str = "") -> QuerySet[Organisation]:
    """Organisations with their places and sectors. A commune finds who covers it and who is there."""
    organisations = Organisation.objects.prefetch_related(
        Prefetch("places", Place.objects.select_related("commune")),
        Prefetch("sectors", Sector.objects.select_related("commune").order_by("commune__name")),
    )
    if network:
        organisations = organisations.filter(network=network)
    if commune:
        organisations = organisations.filter(
            Q(pk__in=Sector.objects.filter(commune=commune).values("organisation"))
            | Q(pk__in=Place.objects.filter(commune=commune).values("organisation"))
        )
    if words := normalise(query).split():
        organisations = organisations.filter(pk__in=_organisations_named(words))
    return organisations.order_by("name", "pk")


def _organisations_named(words: list[str]) -> set[UUID]:
    """Keys of the organisations whose name, place or address answers; accents and slips are forgiven."""
    names = Organisation.objects.order_by().values_list("pk", "name", "places__name", "places__address")
    return {row[0] for row in names if relevance(words, normalise(" ".join(filter(None, row[1:]))))}


def valid_agreements(*, person: Person, organisation: Organisation, day: date) -> QuerySet[DisclosureAgreement]:
    return DisclosureAgreement.objects.valid_on(day).filter(person=person, organisation=organisation)


def agreements_of(person: Person) -> QuerySet[DisclosureAgreement]:
    return person.disclosure_agreements.select_related("organisation", "noted_by").order_by("-given_on", "pk")


def referrals_of(person: Person) -> QuerySet[Referral]:
    return person.referrals.select_related("organisation", "sent_by", "agreement").order_by("-sent_at", "pk")


def transitions_of(referrals: Iterable[Referral]) -> QuerySet[ReferralTransition]:
    transitions = ReferralTransition.objects.filter(referral__in=referrals)
    return transitions.select_related("referral__organisation", "by").order_by("at", "pk")


def list_referrals(
    *,
    user: User,
    now: datetime,
    query: str = "",
    state: str = "",
    situation: str = "",
    organisation: str = "",
) -> QuerySet[Referral]:
    """The inbox of a recipient, or everything the team sent, the latest first."""
    referrals = Referral.objects.visible_to(user).select_related(
        "person", "organisation", "agreement", "handled_by", "sent_by"
    )
    if state:
        referrals = referrals.filter(state=state)
    if organisation:
        referrals = referrals.filter(organisation__slug=organisation)
    referrals = _in_situation(referrals, situation, now)
    if query.strip():
        referrals = referrals.filter(_about(user, query))
    return referrals.order_by("-sent_at", "pk")


def _in_situation(referrals: ReferralQuerySet, situation: str, now: datetime) -> ReferralQuerySet:
    everything = Referral.objects.all()
    chosen = {
        ReferralSituation.UNANSWERED: everything.unanswered(),
        ReferralSituation.LATE: everything.late(now),
        ReferralSituation.IN_HAND: everything.in_hand(),
        ReferralSituation.ANSWERED_LATELY: everything.answered_since(now - ANSWERS_ARE_NEWS_FOR),
        ReferralSituation.WITH_OUTCOME: everything.exclude(outcome=""),
    }
    if situation not in ReferralSituation.values:
        return referrals
    return referrals.filter(pk__in=chosen[ReferralSituation(situation)].order_by().values("pk"))


def _about(user: User, query: str) -> Q:
    """The team searches the names of its files; a recipient only what was sent to her and is still open to her."""
    if user.is_team:
        return Q(person__in=[person.pk for person in search_persons(user=user, query=query)])
    words = normalise(query).split()
    rows = (
        Referral.objects.visible_to(user)
        .filter(agreement__withdrawn_at__isnull=True)
        .exclude(state__in=CLOSED_TO_RECIPIENT)
        .order_by()
        .values_list("pk", "shared")
    )
    found = [pk for pk, shared in rows if relevance(words, normalise(" ".join(shared.values())))]
    return Q(pk__in=found)


def organisation_names() -> dict[str, str]:
    """The name of every organisation by its slug: what the rooms below may show of the directory."""
    return dict(Organisation.objects.values_list("slug", "name"))
