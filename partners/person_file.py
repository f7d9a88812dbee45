"""What this room tells on a person's page: her agreements, her referrals, and what happened to them."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Person
from beneficiaries.person_page import Panel, PanelLine
from beneficiaries.timeline import TimelineItem
from partners import selectors
from partners.enums import ReferralState
from partners.models import DisclosureAgreement, Referral
from partners.tones import REFERRAL_TONES
from tznr.accounts.models import User
from tznr.web.tones import NEUTRAL, SUCCESS, WARNING


def referrals_panel(user: User, person: Person, now: datetime) -> Panel | None:
    if not user.is_team:
        return None
    lines = [
        PanelLine(
            title=str(referral.organisation),
            detail=referral.need,
            url=reverse("referral_detail", kwargs={"pk": referral.pk}),
            state=referral.get_outcome_display() or referral.get_state_display(),
            tone=REFERRAL_TONES[ReferralState(referral.state)],
        )
        for referral in selectors.referrals_of(person)
    ]
    return Panel(title="Orientations", lines=lines, order=50, empty="Aucune orientation pour l’instant.")


def agreements_panel(user: User, person: Person, now: datetime) -> Panel | None:
    if not user.is_team:
        return None
    lines = [_agreement_line(agreement, now) for agreement in selectors.agreements_of(person)]
    return Panel(
        title="Accords pour transmettre",
        lines=lines,
        order=60,
        empty="Rien ne peut être transmis tant qu’elle n’a pas donné son accord.",
    )


def _agreement_line(agreement: DisclosureAgreement, now: datetime) -> PanelLine:
    title = f"{agreement.organisation} : {agreement.purpose}"
    detail = (
        f"{agreement.get_means_display()} le {agreement.given_on:%d/%m/%Y}, jusqu’au {agreement.valid_until:%d/%m/%Y}"
    )
    if agreement.withdrawn_at:
        return PanelLine(title=title, detail=detail, state="retiré", tone=NEUTRAL)
    if agreement.valid_until < timezone.localdate(now):
        return PanelLine(title=title, detail=detail, state="terminé", tone=WARNING)
    return PanelLine(
        title=title,
        detail=detail,
        state="valable",
        tone=SUCCESS,
        gesture="Retirer l’accord",
        gesture_url=reverse("agreement_withdraw", kwargs={"pk": agreement.pk}),
    )


def timeline(user: User, person: Person) -> Iterator[TimelineItem]:
    if not user.is_team:
        return
    referrals = list(selectors.referrals_of(person))
    for transition in selectors.transitions_of(referrals):
        sent = not transition.from_state
        yield TimelineItem(
            at=transition.at,
            title=f"Orientation vers {transition.referral.organisation}",
            detail=transition.referral.need if sent else "",
            url=_url(transition.referral),
            icon="send" if sent else "reply",
            who=f"par {transition.by}" if transition.by else "",
            state=transition.get_to_state_display(),
            tone=REFERRAL_TONES[ReferralState(transition.to_state)],
        )
    for referral in referrals:
        if referral.outcome_at:
            yield TimelineItem(
                at=referral.outcome_at,
                title=f"Issue de l’orientation vers {referral.organisation}",
                url=_url(referral),
                icon="flag",
                state=referral.get_outcome_display(),
            )
    for agreement in selectors.agreements_of(person):
        yield TimelineItem(
            at=agreement.noted_at,
            title=f"Accord pour transmettre à {agreement.organisation}",
            detail=f"{agreement.purpose}, {agreement.get_means_display()}",
            icon="shield-check",
            who=f"noté par {agreement.noted_by}",
        )
        if agreement.withdrawn_at:
            yield TimelineItem(
                at=agreement.withdrawn_at,
                title=f"Accord retiré pour {agreement.organisation}",
                icon="slash-circle",
            )


def _url(referral: Referral) -> str:
    return reverse("referral_detail", kwargs={"pk": referral.pk})
