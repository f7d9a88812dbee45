from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from beneficiaries.enums import InformationMeans, Language
from beneficiaries.models import DuplicateDismissed, Household, InformationGiven, Person
from beneficiaries.notice import CURRENT_NOTICE_VERSION
from beneficiaries.search_keys import search_key
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.services import record


@dataclass(frozen=True)
class GivenInformation:
    """What the person was told before anything was kept about her."""

    means: InformationMeans
    language: Language = Language.FRENCH
    notice_version: str = CURRENT_NOTICE_VERSION


@transaction.atomic
def create_person(
    *,
    actor: User,
    now: datetime,
    information: GivenInformation,
    not_duplicate_of: Iterable[Person] = (),
    **fields: Any,
) -> Person:
    """Create the person and the record that she was informed; there is no other way to create a person.

    `fields` are fields of Person. `not_duplicate_of` are the look-alikes that the actor said are somebody else.
    Raises ValidationError, by field, on what the person cannot be.
    """
    person = Person(created_by=actor, created_at=now, **fields)
    _check(person, now)
    person.save(force_insert=True)
    record(actor=actor, verb=Verb.CREATED, subject=person, person=person)
    note_information(actor=actor, person=person, information=information, now=now)
    for other in not_duplicate_of:
        dismiss_duplicate(actor=actor, one=person, other=other, now=now)
    return person


@transaction.atomic
def note_information(*, actor: User, person: Person, information: GivenInformation, now: datetime) -> InformationGiven:
    """Record that she was told what is kept about her, and why."""
    given = InformationGiven.objects.create(
        person=person,
        notice_version=information.notice_version,
        means=information.means,
        language=information.language,
        given_at=now,
        given_by=actor,
    )
    record(actor=actor, verb=Verb.CREATED, subject=given, person=person)
    return given


@transaction.atomic
def update_person(
    *, actor: User, person: Person, read_version: int, changed_fields: Iterable[str], now: datetime
) -> Person:
    """Save the named fields of a person already filled in.

    Raises ChangedMeanwhile if somebody saved her file since `read_version` was read, ValidationError as above.
    """
    _check(person, now)
    person.save_version(read_version=read_version, update_fields=[*changed_fields, "search_key", "version"])
    record(actor=actor, verb=Verb.CHANGED, subject=person, person=person)
    return person


def _check(person: Person, now: datetime) -> None:
    person.search_key = search_key(person.first_name, person.last_name)
    if person.birth_date and person.birth_date > timezone.localdate(now):
        raise ValidationError({"birth_date": "La date de naissance est dans le futur."})
    person.full_clean(exclude=("search_key", "household", "created_by"))


@transaction.atomic
def dismiss_duplicate(*, actor: User, one: Person, other: Person, now: datetime) -> DuplicateDismissed:
    """Note that two files that look alike are about two people; saying it twice changes nothing."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    dismissed, is_new = DuplicateDismissed.objects.get_or_create(
        first=first, second=second, defaults={"decided_by": actor, "decided_at": now}
    )
    if is_new:
        record(actor=actor, verb=Verb.CREATED, subject=dismissed, person=one)
    return dismissed


@transaction.atomic
def join_household(*, actor: User, person: Person, other: Person) -> Household:
    """Put the person in the household of the other one, which is created if there was none.

    She leaves the household she was in. Raises ValidationError when the two are the same person.
    """
    if person.pk == other.pk:
        raise ValidationError("Une personne ne peut pas être rattachée à elle-même.")
    members = {member.pk: member for member in Person.objects.select_for_update().filter(pk__in=(person.pk, other.pk))}
    household = members[other.pk].household or Household.objects.create()
    for member in members.values():
        if member.household_id != household.pk:
            Person.objects.filter(pk=member.pk).update(household=household)
            record(actor=actor, verb=Verb.CHANGED, subject=member, person=member)
    person.household = household
    return household


@transaction.atomic
def leave_household(*, actor: User, person: Person) -> None:
    """Take the person out of her household; the others stay together."""
    if person.household_id is None:
        return
    Person.objects.filter(pk=person.pk).update(household=None)
    person.household = None
    record(actor=actor, verb=Verb.CHANGED, subject=person, person=person)
