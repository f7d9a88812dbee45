"""What this room puts on « Aujourd’hui », and its place in the navigation."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from rights_check.models import BenefitClaim, RecheckFinding, RightsReview
from rights_check.recheck import latest_recheck, list_findings
from rights_check.selectors import claim_is_late, drafts_to_resume, list_claims
from tznr.accounts.enums import TEAM
from tznr.accounts.models import User
from tznr.home import navigation, registry
from tznr.home.registry import HomeLine, HomeSection
from tznr.web.templatetags.typography import euros, french_date

MOST_LINES = 5

navigation.register(
    label="Démarches", url_name="claim_list", icon="file-earmark-text", shortcut="d", order=35, roles=TEAM
)


@registry.register
def rights_of_the_day(user: User, now: datetime) -> Iterable[HomeSection]:
    if not user.is_team:
        return
    today = timezone.localdate(now)
    to_file = list_claims(user=user, today=today, to_file=True)
    yield HomeSection(
        title="Démarches à déposer avant la fin du mois",
        lines=[_claim_line(claim, late=claim_is_late(claim, today)) for claim in to_file[:MOST_LINES]],
        empty="Aucune démarche à déposer ce mois-ci. Elles viennent des droits probables d’un bilan.",
        order=120,
        more_url=f"{reverse('claim_list')}?voir=a_deposer",
        total=to_file.count(),
    )
    findings = list_findings(user=user, recheck=latest_recheck(), became=True)
    if found := findings.count():
        yield HomeSection(
            title="Droits devenus probables depuis le dernier bilan",
            lines=[_finding_line(finding) for finding in findings[:MOST_LINES]],
            empty="",
            order=125,
            more_url=f"{reverse('recheck_list')}?voir=nouveaux",
            total=found,
        )
    drafts = drafts_to_resume(user)
    yield HomeSection(
        title="Bilans des droits à reprendre",
        lines=[_draft_line(review) for review in drafts[:MOST_LINES]],
        empty="Aucun bilan laissé en cours.",
        order=130,
        more_url=f"{reverse('review_list')}?etat=draft",
        total=drafts.count(),
    )


def _claim_line(claim: BenefitClaim, *, late: bool) -> HomeLine:
    return HomeLine(
        title=f"{claim.get_benefit_display()} pour {claim.person}",
        url=reverse("claim_detail", kwargs={"pk": claim.pk}),
        detail=f"avant le {french_date(claim.file_before)}",
        late=late,
    )


def _finding_line(finding: RecheckFinding) -> HomeLine:
    amount = f"environ {euros(finding.monthly_amount, 'entiers')} par mois, " if finding.monthly_amount else ""
    return HomeLine(
        title=f"{finding.get_benefit_display()} pour {finding.person}",
        url=reverse("review_start", kwargs={"pk": finding.person_id}),
        detail=f"{amount}si rien n’a changé",
        gesture="Refaire le bilan",
    )


def _draft_line(review: RightsReview) -> HomeLine:
    return HomeLine(
        title=review.whose,
        url=reverse("review_questionnaire", kwargs={"pk": review.pk}),
        detail=f"commencé le {french_date(review.started_at)} par {review.conducted_by}",
        gesture="Reprendre",
    )
