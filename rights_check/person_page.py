"""What this room shows on a person's page: one action, two panels, and what happened."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Person
from beneficiaries.person_page import Panel, PanelLine, PersonAction, register_action, register_panel
from beneficiaries.timeline import TimelineItem, register_timeline
from rights_check.enums import EligibilityStatus, ReviewState
from rights_check.models import ClaimTransition, EligibilityResult, OpenedRight, RightsReview
from rights_check.presentation import claim_tone, status_tone
from rights_check.selectors import claim_is_late, claims_for, opened_rights_for, reviews_of
from tznr.accounts.models import User
from tznr.web.templatetags.typography import euros, french_date, month

_OPEN = (EligibilityStatus.PROBABLE, EligibilityStatus.TO_VERIFY)

register_action(PersonAction("Commencer un bilan des droits", "review_start", "clipboard-check", order=20))


def gain_in_words(review: RightsReview) -> str:
    if review.net_monthly_gain is None:
        return "gain à vérifier"
    if not review.net_monthly_gain:
        return "rien de plus à demander ce mois-ci"
    return f"environ {euros(review.net_monthly_gain, 'entiers')} de plus par mois pour le foyer"


@register_panel
def reviews_panel(user: User, person: Person, now: datetime) -> Panel | None:
    if not user.is_team:
        return None
    lines = []
    for review in reviews_of(user, person)[:3]:
        url = reverse("review_questionnaire", kwargs={"pk": review.pk})
        title = f"Bilan {month(review.month, 'de')}"
        if review.state == ReviewState.DRAFT:
            lines.append(PanelLine(title, f"commencé le {french_date(review.started_at)}", url, "en cours", "warning"))
            continue
        lines.append(PanelLine(title, gain_in_words(review), url))
        lines += [_result_line(result, url) for result in review.results.all() if result.status in _OPEN]
    return Panel("Bilans des droits", lines, order=30, empty="Aucun bilan : en commencer un depuis les actions.")


def _result_line(result: EligibilityResult, url: str) -> PanelLine:
    amount = f"environ {euros(result.monthly_amount, 'entiers')} par mois" if result.monthly_amount else ""
    return PanelLine(result.get_benefit_display(), amount, url, result.get_status_display(), status_tone(result.status))


@register_panel
def claims_panel(user: User, person: Person, now: datetime) -> Panel | None:
    if not user.is_team:
        return None
    today = timezone.localdate(now)
    lines = [
        PanelLine(
            f"Démarche : {claim.get_benefit_display()}",
            "en retard" if claim_is_late(claim, today) else "",
            reverse("claim_detail", kwargs={"pk": claim.pk}),
            claim.get_state_display(),
            claim_tone(claim.state),
        )
        for claim in claims_for(user).filter(person=person)
    ]
    lines += [
        PanelLine(
            f"Droit ouvert : {right.get_benefit_display()}",
            _since(right),
            reverse("opened_right_detail", kwargs={"pk": right.pk}),
            right.get_evidence_display(),
            "success",
        )
        for right in opened_rights_for(user).filter(person=person)
    ]
    empty = "Aucune démarche : elle se crée depuis un bilan."
    return Panel("Démarches et droits ouverts", lines, order=40, empty=empty)


def _since(right: OpenedRight) -> str:
    amount = f", {euros(right.monthly_amount)} par mois" if right.monthly_amount else ""
    return f"à partir {month(right.effective_month, 'de')}{amount}"


@register_timeline
def what_happened(user: User, person: Person) -> Iterable[TimelineItem]:
    if not user.is_team:
        return
    for review in reviews_of(user, person):
        yield TimelineItem(
            review.completed_at or review.started_at,
            "Bilan des droits",
            gain_in_words(review) if review.completed_at else "",
            reverse("review_questionnaire", kwargs={"pk": review.pk}),
            "clipboard-check",
            f"par {review.conducted_by}",
            state="" if review.completed_at else "en cours",
            tone="neutral" if review.completed_at else "warning",
        )
    moves = ClaimTransition.objects.filter(claim__person=person).select_related("claim", "by")
    for move in moves:
        title = f"Démarche {move.claim.get_benefit_display()}" + ("" if move.from_state else " créée")
        yield TimelineItem(
            move.at,
            title,
            url=reverse("claim_detail", kwargs={"pk": move.claim_id}),
            icon="file-earmark-text",
            who=f"par {move.by}" if move.by else "",
            state=move.get_to_state_display(),
            tone=claim_tone(move.to_state),
        )
    for right in opened_rights_for(user).filter(person=person):
        yield TimelineItem(
            right.recorded_at,
            f"Droit ouvert : {right.get_benefit_display()}",
            _since(right),
            reverse("opened_right_detail", kwargs={"pk": right.pk}),
            "star",
            f"noté par {right.recorded_by}",
            right.get_evidence_display(),
            "success",
        )
