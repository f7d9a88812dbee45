"""A little activity to count, laid around the day of the tests, and reports made of it."""

import datetime as dt

from django.core.files.base import ContentFile

from beneficiaries.models import Household, Person
from outreach.enums import AppointmentState
from outreach.models import FieldContact, FieldContactCause
from partners.enums import ReferralOutcome, ReferralState
from reporting.enums import Audience, ReportState
from reporting.figures import figures_for
from reporting.models import SteeringReport
from reporting.periods import Period, Scope
from rights_check.enums import BenefitCode, ClaimState, NonTakeUpReason
from tests import factories
from tests.factories import NOW
from tznr.accounts.models import User

OCTOBER = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
IN_OCTOBER = Scope(OCTOBER, NOW)
DAY = dt.timedelta(days=1)
# Communes of the territory and their inhabitants (municipal population, INSEE), as in the territory file.
CHENOVE = {"insee_code": "21166", "name": "Chenôve", "municipal_population": 14299}
AHUY = {"insee_code": "21003", "name": "Ahuy", "municipal_population": 1695}
DAIX = {"insee_code": "21223", "name": "Daix", "municipal_population": 1520}


def met(person: Person, at: dt.datetime = NOW - 5 * DAY) -> FieldContact:
    return factories.FieldContactFactory(event=None, person=person, is_named=True, occurred_at=at)


def whole_chain(at: dt.datetime = NOW - 5 * DAY, **fields: object) -> Person:
    """A person met at that moment who went through every step within the next days."""
    person = factories.PersonFactory(created_at=at, **fields)
    met(person, at)
    factories.AppointmentFactory(person=person, starts_at=at + DAY, booked_at=at, state=AppointmentState.SEEN)
    review = factories.CompletedReviewFactory(person=person, started_at=at + DAY, completed_at=at + 1.1 * DAY)
    result = factories.EligibilityResultFactory(review=review)
    claim = factories.BenefitClaimFactory(
        person=person,
        result=result,
        created_at=at + 1.2 * DAY,
        state=ClaimState.GRANTED,
        filed_on=(at + 2 * DAY).date(),
        decided_on=(at + 3 * DAY).date(),
    )
    factories.OpenedRightFactory(person=person, claim=claim, recorded_at=at + 3 * DAY)
    return person


def some_activity(times: int = 1) -> None:
    """One of each thing that is counted, several times over."""
    for _ in range(times):
        event = factories.OutreachEventFactory(starts_at=NOW - 5 * DAY, ends_at=NOW - 5 * DAY + DAY / 8)
        anonymous = factories.FieldContactFactory(event=event, occurred_at=event.starts_at)
        for cause in NonTakeUpReason:
            FieldContactCause.objects.create(contact=anonymous, cause=cause)
        known = whole_chain(at=NOW - 40 * DAY)
        met(known)
        household = Household.objects.create()
        helped = [whole_chain(household=household), whole_chain(household=household)]
        person = factories.PersonFactory()
        met(person)
        for state in AppointmentState:
            factories.AppointmentFactory(person=person, starts_at=NOW - DAY, booked_at=NOW - 4 * DAY, state=state)
        review = factories.CompletedReviewFactory(person=person, started_at=NOW - DAY, completed_at=NOW - DAY / 2)
        factories.AnonymousReviewFactory(started_at=NOW - DAY, completed_at=NOW - DAY / 2)
        for benefit in BenefitCode:
            factories.EligibilityResultFactory(review=review, benefit=benefit)
            factories.OpenedRightFactory(
                person=helped[0], benefit=benefit, effective_month=dt.date(2026, 9, 1), recorded_at=NOW - DAY
            )
        factories.ReferralFactory(
            person=helped[1],
            sent_at=NOW - 2 * DAY,
            answered_at=NOW - DAY,
            state=ReferralState.ACCEPTED,
            outcome=ReferralOutcome.RIGHT_OPENED,
            outcome_at=NOW - DAY / 2,
        )


def unfinished_report(author: User, **fields: object) -> SteeringReport:
    values = {
        "title": "Rapport d’octobre",
        "period_start": OCTOBER.start,
        "period_end": OCTOBER.end,
        "figures": figures_for(IN_OCTOBER, Audience.COMMITTEE),
        "created_by": author,
        "created_at": NOW,
        "requested_at": NOW,
    }
    return SteeringReport.objects.create(**(values | fields))


def ready_report(author: User) -> SteeringReport:
    report = unfinished_report(author)
    report.pdf.save(f"{report.pk}.pdf", ContentFile(b"%PDF-1.7"), save=False)
    report.state, report.sha256 = ReportState.READY, "0" * 64
    report.save()
    return report
