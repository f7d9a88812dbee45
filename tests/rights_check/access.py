from tests.access.routes import Route
from tests.world import TEAM, World


def person(world: World) -> dict[str, object]:
    return {"pk": world.person.pk}


def draft(world: World) -> dict[str, object]:
    return {"pk": world.draft_review.pk}


def completed(world: World) -> dict[str, object]:
    return {"pk": world.completed_review.pk}


def result(world: World) -> dict[str, object]:
    return {"pk": world.result.pk}


def claim(world: World) -> dict[str, object]:
    return {"pk": world.claim.pk}


def opened_right(world: World) -> dict[str, object]:
    return {"pk": world.opened_right.pk}


def local_right(world: World) -> dict[str, object]:
    return {"pk": world.local_right.pk}


def step(world: World) -> dict[str, object]:
    return {"pk": world.draft_review.pk, "step": "foyer"}


def step_of_completed(world: World) -> dict[str, object]:
    return {"pk": world.completed_review.pk, "step": "foyer"}


COORDINATOR = frozenset({"coordinator"})


def anonymous(world: World) -> dict[str, object]:
    return {"pk": world.anonymous_review.pk}


def anonymous_and_person(world: World) -> dict[str, object]:
    return {"pk": world.anonymous_review.pk, "person_pk": world.person.pk}


def attached_already(world: World) -> dict[str, object]:
    return {"pk": world.completed_review.pk, "person_pk": world.person.pk}


ROUTES = [
    Route("opinion_list", opened_by=TEAM),
    Route("opinion_create", opened_by=TEAM, post=200),
    Route("review_start_anonymous", opened_by=TEAM, get=405, post=302),
    Route("review_attach", opened_by=TEAM, arguments=anonymous),
    Route("review_attach_to", opened_by=TEAM, arguments=anonymous_and_person, post=200),
    Route("review_attach_to", opened_by=TEAM, arguments=attached_already, get=404, post=404),
    Route("review_list", opened_by=TEAM),
    Route("review_start", opened_by=TEAM, arguments=person, post=302),
    Route("review_questionnaire", opened_by=TEAM, arguments=draft, get=302),
    Route("review_questionnaire", opened_by=TEAM, arguments=completed, get=302),
    Route("review_step", opened_by=TEAM, arguments=step, post=200),
    Route("review_step", opened_by=TEAM, arguments=step_of_completed, get=302, post=302),
    Route("review_live", opened_by=TEAM, arguments=step, get=405, post=200),
    Route("review_live", opened_by=TEAM, arguments=step_of_completed, get=405, post=404),
    Route("review_bring_to_month", opened_by=TEAM, arguments=draft, get=405, post=302),
    Route("review_summary", opened_by=TEAM, arguments=draft),
    Route("review_summary", opened_by=TEAM, arguments=completed, get=302),
    Route("review_complete", opened_by=TEAM, arguments=completed, get=405, post=302),
    Route("review_loading", opened_by=TEAM, arguments=draft),
    Route("review_result", opened_by=TEAM, arguments=completed),
    Route("review_projections", opened_by=TEAM, arguments=completed),
    Route("review_sheet", opened_by=TEAM, arguments=completed),
    Route("review_sheet_pdf", opened_by=TEAM, arguments=completed),
    Route("result_reason", opened_by=TEAM, arguments=result, get=405, post=302),
    Route("result_create_claim", opened_by=TEAM, arguments=result, get=405, post=302),
    Route("claim_list", opened_by=TEAM),
    Route("claim_create", opened_by=TEAM, arguments=person, post=200),
    Route("claim_detail", opened_by=TEAM, arguments=claim),
    Route("claim_move", opened_by=TEAM, arguments=claim, post=200),
    Route("claim_open_right", opened_by=TEAM, arguments=claim, post=200),
    Route("opened_right_list", opened_by=TEAM),
    Route("opened_right_detail", opened_by=TEAM, arguments=opened_right),
    Route("local_right_list", opened_by=TEAM),
    Route("local_right_detail", opened_by=TEAM, arguments=local_right),
    Route("local_right_create", opened_by=COORDINATOR, post=200),
    Route("local_right_edit", opened_by=COORDINATOR, arguments=local_right, post=200),
    Route("local_right_propose", opened_by=COORDINATOR, arguments=local_right, get=405, post=302),
    Route("recheck_list", opened_by=TEAM),
    Route("recheck_start", opened_by=COORDINATOR, get=405, post=302),
    Route("recheck_progress", opened_by=TEAM),
]
