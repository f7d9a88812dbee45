from uuid import UUID

from django.http import Http404

from beneficiaries.models import Person
from beneficiaries.selectors import visible_persons
from tznr.accounts.models import User


def get_person_for(user: User, pk: UUID) -> Person:
    """The person, if the account belongs to the team; Http404 otherwise."""
    person = visible_persons(user).filter(pk=pk).first()
    if person is None:
        raise Http404
    return person
