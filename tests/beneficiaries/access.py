from tests.access.routes import Route
from tests.world import TEAM, World


def person(world: World) -> dict[str, object]:
    return {"pk": world.person.pk}


def csv_format(world: World) -> dict[str, object]:
    return {"file_format": "csv"}


ROUTES = [
    Route("person_list", opened_by=TEAM),
    Route("person_export", opened_by=TEAM, arguments=csv_format),
    Route("person_create", opened_by=TEAM, post=200),
    Route("person_detail", opened_by=TEAM, arguments=person),
    Route("person_edit", opened_by=TEAM, arguments=person, post=200),
    # Without naming the other person, there is nobody to tell apart.
    Route("duplicate_dismiss", opened_by=TEAM, arguments=person, get=405, post=404),
    Route("household_join", opened_by=TEAM, arguments=person, post=302),
    Route("household_leave", opened_by=TEAM, arguments=person, get=405, post=302),
    Route("information_notice", opened_by=TEAM),
]
