"""What « Aujourd’hui » says of the referrals: to answer for those who receive, answered or late for those who send."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from partners import selectors
from partners.enums import ReferralSituation
from partners.models import Referral
from partners.sharing import name_for, need_for
from tznr.accounts.enums import Role
from tznr.accounts.models import User
from tznr.home.registry import HomeLine, HomeSection
from tznr.web.templatetags.typography import french_date

LINES_SHOWN = 8


def sections(user: User, now: datetime) -> Iterator[HomeSection]:
    if user.is_recipient:
        yield _section(
            user,
            now,
            ReferralSituation.UNANSWERED,
            "Orientations qui attendent votre réponse",
            "Aucune orientation n’attend de réponse.",
            "Répondre",
        )
        yield _section(
            user,
            now,
            ReferralSituation.IN_HAND,
            "Prises en charge, issue à noter",
            "Toutes les orientations prises en charge ont une issue.",
            "Noter l’issue",
        )
    if user.role == Role.AMBASSADRICE:
        yield _section(
            user,
            now,
            ReferralSituation.ANSWERED_LATELY,
            "Réponses reçues depuis sept jours",
            "Aucune réponse reçue depuis sept jours.",
            "Lire la réponse",
        )
    if user.is_team:
        yield _section(
            user,
            now,
            ReferralSituation.LATE,
            "Orientations en retard",
            "Aucune orientation n’est en retard.",
            "Noter la réponse",
        )


def _section(
    user: User, now: datetime, situation: ReferralSituation, title: str, empty: str, gesture: str
) -> HomeSection:
    """The oldest first: those that have waited longest."""
    referrals = selectors.list_referrals(user=user, now=now, situation=situation).order_by("sent_at", "pk")
    total = referrals.count()
    return HomeSection(
        title=title,
        lines=_lines(user, now, referrals, gesture),
        empty=empty,
        order=140,
        more_url=f"{reverse('referral_list')}?situation={situation.value}" if total else "",
        total=total,
    )


def _lines(user: User, now: datetime, referrals: QuerySet[Referral], gesture: str) -> list[HomeLine]:
    return [
        HomeLine(
            title=name_for(user, referral),
            url=reverse("referral_detail", kwargs={"pk": referral.pk}),
            detail=f"{_subject(user, referral)}, {_where_it_stands(referral)}",
            gesture=gesture,
            late=referral.is_late(now),
        )
        for referral in referrals[:LINES_SHOWN]
    ]


def _subject(user: User, referral: Referral) -> str:
    """The recipient knows where she works; the team needs to be told who received it."""
    need = need_for(user, referral)
    return f"{referral.organisation} : {need}" if user.is_team else need


def _where_it_stands(referral: Referral) -> str:
    if referral.is_unanswered:
        return f"envoyée le {french_date(referral.sent_at)}"
    return referral.get_outcome_display() or referral.get_state_display()
