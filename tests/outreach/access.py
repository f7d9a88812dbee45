from tests.access.routes import Route
from tests.world import TEAM, World


def event(world: World) -> dict[str, object]:
    return {"pk": world.event.pk}


def contact(world: World) -> dict[str, object]:
    return {"pk": world.contact.pk}


def person(world: World) -> dict[str, object]:
    return {"pk": world.person.pk}


def appointment(world: World) -> dict[str, object]:
    return {"pk": world.appointment.pk}


def honoured(world: World) -> dict[str, object]:
    return {"pk": world.appointment.pk, "to_state": "seen"}


def spreadsheet(world: World) -> dict[str, object]:
    return {"file_format": "xlsx"}


ROUTES = [
    Route("event_list", opened_by=TEAM),
    Route("event_export", opened_by=TEAM, arguments=spreadsheet),
    Route("event_create", opened_by=TEAM, post=200),
    Route("event_detail", opened_by=TEAM, arguments=event),
    Route("event_edit", opened_by=TEAM, arguments=event, post=200),
    Route("event_cancel", opened_by=TEAM, arguments=event, post=200),
    Route("field_entry", opened_by=TEAM, arguments=event, post=200),
    Route("named_contact_create", opened_by=TEAM, arguments=event, post=200),
    Route("contact_list", opened_by=TEAM),
    Route("contact_export", opened_by=TEAM, arguments=spreadsheet),
    Route("contact_detail", opened_by=TEAM, arguments=contact),
    Route("contact_undo", opened_by=TEAM, arguments=contact, get=405, post=302),
    Route("contact_refer", opened_by=TEAM, arguments=contact, post=200),
    Route("call_back_create", opened_by=TEAM, arguments=person, post=200),
    Route("appointment_create_for_person", opened_by=TEAM, arguments=person, post=200),
    Route("appointment_list", opened_by=TEAM),
    Route("appointment_export", opened_by=TEAM, arguments=spreadsheet),
    Route("appointment_day", opened_by=TEAM),
    Route("free_times", opened_by=TEAM),
    Route("appointment_detail", opened_by=TEAM, arguments=appointment),
    Route("appointment_move", opened_by=TEAM, arguments=appointment, post=200),
    Route("appointment_change_state", opened_by=TEAM, arguments=honoured, get=405, post=302),
    Route("appointment_refer", opened_by=TEAM, arguments=appointment, post=200),
    Route("appointment_start_review", opened_by=TEAM, arguments=appointment, get=405, post=302),
]
