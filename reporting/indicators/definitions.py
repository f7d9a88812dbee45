"""The indicators, each with the sentence that defines it and the rows it counts."""

from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Exists, F, Min, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from beneficiaries.models import Person
from outreach.enums import AppointmentState
from outreach.models import Appointment, FieldContact, FieldContactCause, OutreachEvent
from partners.enums import ReferralState
from partners.models import Referral
from reporting.enums import Counted
from reporting.indicators.base import Indicator
from reporting.periods import PARIS, Scope
from rights_check.enums import (
    ODENORE_TYPE_OF_REASON,
    BenefitCode,
    EligibilityStatus,
    Evidence,
    NonTakeUpReason,
    ReviewState,
)
from rights_check.models import BenefitClaim, EligibilityResult, OpenedRight, RightsReview

WHERE_SHE_LIVES = F("person__commune_id")
WHERE_THE_PERSON_LIVES = F("commune_id")
# As in the list of contacts: a call-back has no outing and is where the person lives.
WHERE_THE_CONTACT_TOOK_PLACE = Coalesce("event__commune_id", "commune_id")
# People who live alone in the files have no household row: each is then a household of her own.
HOUSEHOLD_KEY = Coalesce("household_id", "pk")
HOUSEHOLD_KEY_OF_PERSON = Coalesce("person__household_id", "person_id")


def during(scope: Scope, field: str) -> Q:
    """The moment of `field` falls in the period, and has come."""
    period = scope.period
    return Q(**{f"{field}__gte": period.start_at, f"{field}__lt": period.end_at, f"{field}__lte": scope.now})


def outings_done(scope: Scope) -> QuerySet[OutreachEvent]:
    started = Q(starts_at__gte=scope.period.start_at, starts_at__lt=scope.period.end_at)
    return OutreachEvent.objects.filter(started, ends_at__lte=scope.now, cancelled_at__isnull=True)


def contacts(scope: Scope) -> QuerySet[FieldContact]:
    return FieldContact.objects.filter(during(scope, "occurred_at"))


def contacts_with_cause(scope: Scope, cause: NonTakeUpReason) -> QuerySet[FieldContact]:
    return contacts(scope).filter(Exists(FieldContactCause.objects.filter(contact=OuterRef("pk"), cause=cause)))


def persons_met(scope: Scope) -> QuerySet[Person]:
    return Person.objects.filter(Exists(contacts(scope).filter(person=OuterRef("pk"))))


def _met_before(scope: Scope) -> Exists:
    return Exists(FieldContact.objects.filter(person=OuterRef("pk"), occurred_at__lt=scope.period.start_at))


def new_persons(scope: Scope) -> QuerySet[Person]:
    return persons_met(scope).filter(~_met_before(scope))


def known_persons(scope: Scope) -> QuerySet[Person]:
    return persons_met(scope).filter(_met_before(scope))


def appointments(scope: Scope) -> QuerySet[Appointment]:
    """By the day they are for, those to come included."""
    return Appointment.objects.filter(starts_at__gte=scope.period.start_at, starts_at__lt=scope.period.end_at)


def appointments_in_state(scope: Scope, state: AppointmentState) -> QuerySet[Appointment]:
    return appointments(scope).filter(state=state)


def reviews_completed(scope: Scope) -> QuerySet[RightsReview]:
    """Of a person; those at a stand that nobody was attached to are counted apart."""
    return _completed(scope).filter(person__isnull=False)


def anonymous_reviews(scope: Scope) -> QuerySet[RightsReview]:
    return _completed(scope).filter(person__isnull=True)


def _completed(scope: Scope) -> QuerySet[RightsReview]:
    return RightsReview.objects.filter(during(scope, "completed_at"), state=ReviewState.COMPLETED)


def persons_with_probable_right(scope: Scope, benefit: BenefitCode | None = None) -> QuerySet[Person]:
    results = EligibilityResult.objects.filter(
        during(scope, "review__completed_at"), review__person=OuterRef("pk"), status=EligibilityStatus.PROBABLE
    )
    return Person.objects.filter(Exists(results.filter(benefit=benefit) if benefit else results))


def claims_created(scope: Scope) -> QuerySet[BenefitClaim]:
    return BenefitClaim.objects.filter(during(scope, "created_at"))


def claims_filed(scope: Scope) -> QuerySet[BenefitClaim]:
    period = scope.period
    today = scope.now.astimezone(PARIS).date()
    return BenefitClaim.objects.filter(filed_on__range=(period.start, period.end), filed_on__lte=today)


def referrals_sent(scope: Scope) -> QuerySet[Referral]:
    return Referral.objects.filter(during(scope, "sent_at"))


def referrals_accepted(scope: Scope) -> QuerySet[Referral]:
    return Referral.objects.filter(during(scope, "answered_at"), state=ReferralState.ACCEPTED)


def referrals_with_outcome(scope: Scope) -> QuerySet[Referral]:
    return Referral.objects.filter(during(scope, "outcome_at"))


def rights_opened(scope: Scope) -> QuerySet[OpenedRight]:
    return OpenedRight.objects.filter(during(scope, "recorded_at"))


def rights_opened_for(scope: Scope, benefit: BenefitCode) -> QuerySet[OpenedRight]:
    return rights_opened(scope).filter(benefit=benefit)


def rights_opened_with(scope: Scope, evidence: Evidence) -> QuerySet[OpenedRight]:
    return rights_opened(scope).filter(evidence=evidence)


def persons_with_opened_right(scope: Scope) -> QuerySet[Person]:
    return Person.objects.filter(Exists(rights_opened(scope).filter(person=OuterRef("pk"))))


def reviews_of_helped_households(scope: Scope) -> QuerySet[RightsReview]:
    """The last completed review, at the end of the period, of each household with a right opened in the period."""
    until_then = RightsReview.objects.filter(
        completed_at__lt=scope.period.end_at, completed_at__lte=scope.now, net_monthly_gain__isnull=False
    ).annotate(household_key=HOUSEHOLD_KEY_OF_PERSON)
    last = until_then.filter(household_key=OuterRef("household_key")).order_by("-completed_at", "-pk").values("pk")[:1]
    opened = rights_opened(scope).annotate(opened_key=HOUSEHOLD_KEY_OF_PERSON)
    return until_then.filter(Exists(opened.filter(opened_key=OuterRef("household_key"))), pk=Subquery(last))


def households_with_opened_right(scope: Scope) -> QuerySet[Person]:
    """One person for each household: the first of those whose right was opened."""
    persons = persons_with_opened_right(scope).annotate(household_key=HOUSEHOLD_KEY)
    first = persons.filter(household_key=OuterRef("household_key")).order_by("created_at", "pk").values("pk")[:1]
    return persons.filter(pk=Subquery(first))


def first_rights(scope: Scope) -> QuerySet[Person]:
    """Persons whose very first right was opened in the period, after a contact, with both moments."""
    period = scope.period
    return (
        Person.objects.annotate(first_right=_first_of(OpenedRight.objects.all(), "recorded_at"))
        .annotate(first_contact=_first_of(FieldContact.objects.all(), "occurred_at"))
        .filter(first_right__gte=period.start_at, first_right__lt=period.end_at, first_right__lte=scope.now)
        .filter(first_contact__lte=F("first_right"))
    )


def _first_of(rows: QuerySet[Any], field: str) -> Subquery:
    firsts = rows.filter(person=OuterRef("pk")).order_by().values("person").annotate(first=Min(field))
    return Subquery(firsts.values("first"))


def days_to_first_right(person: Model) -> Decimal:
    first_right, first_contact = person.first_right, person.first_contact  # type: ignore[attr-defined]
    return Decimal((first_right.astimezone(PARIS).date() - first_contact.astimezone(PARIS).date()).days)


OUTREACH, APPOINTMENTS, REVIEWS = "Aller vers", "Recevoir", "Examiner les droits"
CLAIMS, RIGHTS, CAUSES = "Demander et orienter", "Ouvrir des droits", "Causes de non-recours entendues"

INDICATORS = [
    Indicator(
        "outings",
        "Sorties réalisées",
        Counted.ACTIONS,
        "Sorties commencées pendant la période, terminées et non annulées, dans la commune où elles ont eu lieu.",
        outings_done,
        F("commune_id"),
        OUTREACH,
        "starts_at",
        about_people=False,
    ),
    Indicator(
        "contacts",
        "Contacts de terrain",
        Counted.CONTACTS,
        "Rencontres notées pendant la période, anonymes ou nommées, en sortie ou par rappel. "
        "Une personne rencontrée deux fois compte pour deux contacts. Par commune : là où la rencontre a eu lieu.",
        contacts,
        WHERE_THE_CONTACT_TOOK_PLACE,
        OUTREACH,
        "occurred_at",
    ),
    Indicator(
        "contacts_anonymous",
        "Contacts anonymes",
        Counted.CONTACTS,
        "Contacts de la période sans nom : on ne sait pas s’il s’agit de personnes différentes.",
        lambda scope: contacts(scope).filter(is_named=False),
        WHERE_THE_CONTACT_TOOK_PLACE,
        OUTREACH,
        "occurred_at",
    ),
    Indicator(
        "contacts_named",
        "Contacts nommés",
        Counted.CONTACTS,
        "Contacts de la période rattachés à la fiche d’une personne.",
        lambda scope: contacts(scope).filter(is_named=True),
        WHERE_THE_CONTACT_TOOK_PLACE,
        OUTREACH,
        "occurred_at",
    ),
    Indicator(
        "persons_met",
        "Personnes rencontrées",
        Counted.PERSONS,
        "Personnes différentes qui ont eu au moins un contact nommé pendant la période.",
        persons_met,
        WHERE_THE_PERSON_LIVES,
        OUTREACH,
    ),
    Indicator(
        "new_persons",
        "Nouvelles personnes",
        Counted.NEW_PERSONS,
        "Personnes rencontrées dont le tout premier contact tombe dans la période.",
        new_persons,
        WHERE_THE_PERSON_LIVES,
        OUTREACH,
    ),
    Indicator(
        "known_persons",
        "Personnes déjà connues",
        Counted.PERSONS,
        "Personnes rencontrées pendant la période et déjà rencontrées avant.",
        known_persons,
        WHERE_THE_PERSON_LIVES,
        OUTREACH,
    ),
    Indicator(
        "appointments",
        "Rendez-vous",
        Counted.APPOINTMENTS,
        "Rendez-vous dont l’heure tombe dans la période, quel que soit leur état.",
        appointments,
        WHERE_SHE_LIVES,
        APPOINTMENTS,
        "starts_at",
    ),
    *[
        Indicator(
            f"appointments_{state.value}",
            f"Rendez-vous : {state.label}",
            Counted.APPOINTMENTS,
            f"Rendez-vous dont l’heure tombe dans la période et dont l’état est « {state.label} ».",
            partial(appointments_in_state, state=state),
            WHERE_SHE_LIVES,
            APPOINTMENTS,
            "starts_at",
        )
        for state in AppointmentState
    ],
    Indicator(
        "reviews",
        "Bilans des droits terminés",
        Counted.REVIEWS,
        "Bilans des droits terminés pendant la période. Une personne peut en avoir plusieurs.",
        reviews_completed,
        WHERE_SHE_LIVES,
        REVIEWS,
        "completed_at",
    ),
    Indicator(
        "reviews_anonymous",
        "Bilans des droits anonymes",
        Counted.REVIEWS,
        "Bilans terminés pendant la période au stand, sans fiche, et rattachés à personne depuis. "
        "Comptés à part : ils ne sont pas dans les bilans des personnes.",
        anonymous_reviews,
        WHERE_SHE_LIVES,
        REVIEWS,
        "completed_at",
    ),
    Indicator(
        "persons_with_probable_right",
        "Personnes avec au moins un droit probable",
        Counted.PERSONS,
        "Personnes différentes dont un bilan terminé pendant la période a trouvé au moins un droit probable non perçu.",
        persons_with_probable_right,
        WHERE_THE_PERSON_LIVES,
        REVIEWS,
    ),
    *[
        Indicator(
            f"probable_{benefit.value}",
            f"Droit probable : {benefit.label}",
            Counted.PERSONS,
            f"Personnes différentes dont un bilan terminé pendant la période a trouvé un droit probable : "
            f"{benefit.label}. Une personne peut figurer à plusieurs droits : ne pas additionner.",
            partial(persons_with_probable_right, benefit=benefit),
            WHERE_THE_PERSON_LIVES,
            REVIEWS,
        )
        for benefit in BenefitCode
    ],
    Indicator(
        "claims_created",
        "Démarches ouvertes",
        Counted.CLAIMS,
        "Démarches notées pendant la période, déposées ou non.",
        claims_created,
        WHERE_SHE_LIVES,
        CLAIMS,
        "created_at",
    ),
    Indicator(
        "claims_filed",
        "Demandes déposées",
        Counted.CLAIMS,
        "Démarches dont la date de dépôt tombe dans la période.",
        claims_filed,
        WHERE_SHE_LIVES,
        CLAIMS,
    ),
    Indicator(
        "referrals_sent",
        "Orientations envoyées",
        Counted.REFERRALS,
        "Orientations envoyées pendant la période à un PAD ou à un partenaire, avec l’accord de la personne.",
        referrals_sent,
        WHERE_SHE_LIVES,
        CLAIMS,
        "sent_at",
    ),
    Indicator(
        "referrals_accepted",
        "Orientations prises en charge",
        Counted.REFERRALS,
        "Orientations dont la prise en charge a été répondue pendant la période, sauf accord retiré depuis.",
        referrals_accepted,
        WHERE_SHE_LIVES,
        CLAIMS,
        "answered_at",
    ),
    Indicator(
        "referrals_with_outcome",
        "Orientations dont l’issue est connue",
        Counted.REFERRALS,
        "Orientations dont l’issue, quelle qu’elle soit, a été notée pendant la période.",
        referrals_with_outcome,
        WHERE_SHE_LIVES,
        CLAIMS,
        "outcome_at",
    ),
    Indicator(
        "rights_opened",
        "Droits ouverts",
        Counted.RIGHTS,
        "Droits notés comme ouverts pendant la période. Une personne peut en avoir plusieurs.",
        rights_opened,
        WHERE_SHE_LIVES,
        RIGHTS,
        "recorded_at",
    ),
    *[
        Indicator(
            f"rights_{benefit.value}",
            f"Droits ouverts : {benefit.label}",
            Counted.RIGHTS,
            f"Droits notés comme ouverts pendant la période : {benefit.label}.",
            partial(rights_opened_for, benefit=benefit),
            WHERE_SHE_LIVES,
            RIGHTS,
            "recorded_at",
        )
        for benefit in BenefitCode
    ],
    *[
        Indicator(
            f"rights_{evidence.value}",
            f"Droits ouverts : {evidence.label}",
            Counted.RIGHTS,
            f"Droits notés comme ouverts pendant la période, avec ce niveau de preuve : {evidence.label}.",
            partial(rights_opened_with, evidence=evidence),
            WHERE_SHE_LIVES,
            RIGHTS,
            "recorded_at",
        )
        for evidence in Evidence
    ],
    Indicator(
        "persons_with_opened_right",
        "Personnes avec un droit ouvert",
        Counted.PERSONS,
        "Personnes différentes dont au moins un droit a été noté comme ouvert pendant la période.",
        persons_with_opened_right,
        WHERE_THE_PERSON_LIVES,
        RIGHTS,
    ),
    Indicator(
        "households_with_opened_right",
        "Foyers avec un droit ouvert",
        Counted.HOUSEHOLDS,
        "Foyers dont au moins un droit a été noté comme ouvert pendant la période ; une personne sans foyer noté "
        "compte pour un foyer. Les lignes montrent une personne par foyer.",
        households_with_opened_right,
        WHERE_THE_PERSON_LIVES,
        RIGHTS,
    ),
    Indicator(
        "net_monthly_gain",
        "Gain mensuel net estimé des foyers",
        Counted.EUROS,
        "Pour chaque foyer dont un droit a été noté comme ouvert pendant la période : le gain mensuel net que son "
        "dernier bilan terminé estimait pour tous ses droits probables ensemble, l’un pouvant diminuer l’autre. "
        "Somme de ces gains ; les foyers sans bilan chiffré n’y sont pas. C’est une estimation, pas un versement.",
        reviews_of_helped_households,
        WHERE_SHE_LIVES,
        RIGHTS,
        total="net_monthly_gain",
    ),
    Indicator(
        "days_to_first_right",
        "Délai médian du premier contact au premier droit ouvert",
        Counted.DAYS,
        "Pour les personnes dont le premier droit a été noté comme ouvert pendant la période : jours écoulés depuis "
        "leur premier contact. La moitié a attendu moins, la moitié davantage.",
        first_rights,
        WHERE_THE_PERSON_LIVES,
        RIGHTS,
        value_of=days_to_first_right,
    ),
    *[
        Indicator(
            f"cause_{cause.value}",
            cause.label.capitalize(),
            Counted.CONTACTS,
            f"Contacts de la période où cette cause a été entendue ({ODENORE_TYPE_OF_REASON[cause].label}, selon les "
            "types de l’Odenore). Un contact peut porter plusieurs causes : ne pas additionner.",
            partial(contacts_with_cause, cause=cause),
            WHERE_THE_CONTACT_TOOK_PLACE,
            CAUSES,
            "occurred_at",
        )
        for cause in NonTakeUpReason
    ],
]
