from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from phonenumber_field.phonenumber import to_python
from rapidfuzz import fuzz

from beneficiaries.encounters import met_since
from beneficiaries.enums import SafeContact
from beneficiaries.models import DuplicateDismissed, Person
from beneficiaries.search_keys import normalise, relevance, search_key
from tznr.accounts.models import User

SEARCH_LIMIT = 200
SAME_NAME = 88
CLOSE_NAME = 72


def visible_persons(user: User) -> QuerySet[Person]:
    """Within the team everybody sees every person; nobody else sees any."""
    persons = Person.objects.select_related("commune", "neighbourhood", "created_by")
    return persons if user.is_team else persons.none()


def search_persons(*, user: User, query: str) -> QuerySet[Person]:
    """Persons whose name or telephone answers the query, the nearest first; accents and slips are forgiven.

    At most SEARCH_LIMIT of them. An empty query finds nobody.
    """
    words = normalise(query).split()
    persons = visible_persons(user)
    phone = to_python(query, region="FR")
    scores = {
        pk: score for pk, key in persons.values_list("pk", "search_key").order_by() if (score := relevance(words, key))
    }
    if phone and phone.is_valid():
        scores |= dict.fromkeys(persons.filter(phone=phone).values_list("pk", flat=True), 100)
    best = sorted(scores, key=lambda pk: (-scores[pk], pk))[:SEARCH_LIMIT]
    if not best:
        return persons.none()
    ranks = [When(pk=pk, then=Value(scores[pk])) for pk in best]
    ranked = persons.filter(pk__in=best).annotate(relevance=Case(*ranks, output_field=IntegerField()))
    return ranked.order_by("-relevance", "last_name", "first_name", "id")


def list_persons(
    *,
    user: User,
    query: str = "",
    commune: str = "",
    neighbourhood: str = "",
    met_after: datetime | None = None,
    order: str = "",
) -> QuerySet[Person]:
    """The team's list. `order` « recent » puts the latest files first; else the nearest to the query, or names."""
    persons = search_persons(user=user, query=query) if query.strip() else visible_persons(user)
    if commune:
        persons = persons.filter(commune=commune)
    if neighbourhood:
        persons = persons.filter(neighbourhood=neighbourhood)
    if met_after:
        persons = persons.filter(met_since(met_after))
    if order == "recent":
        return persons.order_by("-created_at", "id")
    return persons if query.strip() else persons.order_by("last_name", "first_name", "id")


def household_of(*, user: User, person: Person) -> QuerySet[Person]:
    """The others of her household; nobody when she has none."""
    members = visible_persons(user).filter(household=person.household_id, household__isnull=False)
    return members.exclude(pk=person.pk).order_by("birth_date", "first_name", "id")


@dataclass(frozen=True)
class DuplicateCandidate:
    """`score` goes from 0 to 100; `why` is said to the user (« même téléphone »)."""

    person: Person
    score: int
    why: str


def find_probable_duplicates(
    *,
    user: User,
    first_name: str,
    last_name: str,
    birth_date: date | None = None,
    phone: str = "",
    exclude: Person | None = None,
) -> list[DuplicateCandidate]:
    """Files that may be about the same person, the most probable first, but those told apart from `exclude`."""
    key = search_key(first_name, last_name)
    persons = visible_persons(user)
    same_phone = _with_same_phone(persons, phone, exclude)
    passed_over = _dismissed_with(exclude) | {exclude.pk} if exclude else set()
    found: dict[UUID, tuple[int, str]] = {}
    for pk, other_key, other_birth_date in persons.order_by().values_list("pk", "search_key", "birth_date"):
        reason = _resemblance(key, other_key, birth_date, other_birth_date, same_phone=pk in same_phone)
        if reason and pk not in passed_over:
            found[pk] = reason
    people = persons.in_bulk(list(found))
    candidates = [DuplicateCandidate(people[pk], score, why) for pk, (score, why) in found.items() if pk in people]
    return sorted(candidates, key=lambda candidate: (-candidate.score, str(candidate.person)))


def _with_same_phone(persons: QuerySet[Person], phone: str, person: Person | None) -> set[UUID]:
    """Who has the same telephone, except where sharing it is known or expected: a shared one, one household."""
    dialled = to_python(phone, region="FR") if phone else None
    if not dialled:
        return set()
    others = persons.filter(phone=dialled).exclude(safe_contact=SafeContact.SHARED_PHONE)
    if person and person.household_id:
        others = others.exclude(household=person.household_id)
    return set(others.values_list("pk", flat=True))


def _dismissed_with(person: Person) -> set[UUID]:
    pairs = DuplicateDismissed.objects.filter(Q(first=person) | Q(second=person)).values_list("first", "second")
    return {key for pair in pairs for key in pair}


def _resemblance(
    key: str, other_key: str, birth_date: date | None, other_birth_date: date | None, *, same_phone: bool
) -> tuple[int, str] | None:
    """Score and reason, or None when nothing says it is the same person."""
    if not key or not other_key:
        return (70, "même téléphone") if same_phone else None
    name = fuzz.token_sort_ratio(key, other_key)
    part = fuzz.token_set_ratio(key, other_key)
    same_day = birth_date is not None and birth_date == other_birth_date
    if same_day and max(name, part) >= CLOSE_NAME:
        return 98, "nom proche et même date de naissance"
    if same_phone:
        return (95, "nom proche et même téléphone") if max(name, part) >= CLOSE_NAME else (60, "même téléphone")
    if name < SAME_NAME or _surely_born_apart(birth_date, other_birth_date):
        return None
    return round(name * 0.9), "même nom" if key == other_key else "nom très proche"


def _surely_born_apart(one: date | None, other: date | None) -> bool:
    """Whether two dates of birth differ by more than a slip: day and month swapped, or one of the three wrong."""
    if one is None or other is None or one == other:
        return False
    swapped = one.year == other.year and (one.day, one.month) == (other.month, other.day)
    differences = (one.year != other.year) + (one.month != other.month) + (one.day != other.day)
    return not swapped and differences > 1
