"""Two agents answer the same referral at the same moment, for real: two connections, two transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from partners import services
from partners.enums import ReferralState
from partners.models import Referral
from tests import factories
from tests.factories import NOW
from tznr.accounts.enums import Role
from tznr.accounts.models import User
from tznr.records.models import ChangedMeanwhile

AT_ONCE = 6


@pytest.mark.django_db(transaction=True)
def test_one_of_several_agents_takes_it_and_the_others_are_told() -> None:
    referral = factories.ReferralFactory()
    agents = [factories.UserFactory(role=Role.PAD_AGENT) for _ in range(AT_ONCE)]
    ready = Barrier(AT_ONCE)

    def take(agent: User) -> bool:
        try:
            ready.wait()
            services.move_referral(
                actor=agent, referral=referral, to_state=ReferralState.ACCEPTED, read_version=1, now=NOW
            )
        except ChangedMeanwhile:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        taken = list(crowd.map(take, agents))
    assert taken.count(True) == 1
    taken_once = Referral.objects.get()
    assert (taken_once.handled_by, taken_once.version) == (agents[taken.index(True)], 2)
    assert taken_once.transitions.count() == 1
