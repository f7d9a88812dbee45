from tests.access.routes import Route
from tests.world import RECIPIENTS, TEAM

ROUTES = [
    Route("organisation_list", opened_by=TEAM | RECIPIENTS),
    Route("organisation_detail", opened_by=TEAM | RECIPIENTS, arguments=lambda world: {"slug": world.pad_here.slug}),
    Route(
        "member_add",
        opened_by=frozenset({"coordinator"}),
        arguments=lambda world: {"slug": world.pad_here.slug},
        get=405,
        post=200,
    ),
    Route(
        "member_remove",
        opened_by=frozenset({"coordinator"}),
        arguments=lambda world: {"pk": world.pad_here.memberships.get().pk},
        get=405,
        post=302,
    ),
    Route("referral_list", opened_by=TEAM | RECIPIENTS),
    *(
        Route(name, opened_by=TEAM | {"agent_here"}, arguments=lambda world: {"pk": world.referral_to_pad.pk}, post=200)
        for name in ("referral_detail", "referral_decline", "referral_outcome")
    ),
    *(
        Route(
            name,
            opened_by=TEAM | {"partner_here"},
            arguments=lambda world: {"pk": world.referral_to_agency.pk},
            post=200,
        )
        for name in ("referral_detail", "referral_decline", "referral_outcome")
    ),
    Route("referral_create", opened_by=TEAM, arguments=lambda world: {"pk": world.person.pk}, post=200),
    Route(
        "referral_create",
        opened_by=TEAM,
        arguments=lambda world: {"pk": world.person.pk},
        post=200,
        query="?structure=pad-chenove",
    ),
    Route("agreement_create", opened_by=TEAM, arguments=lambda world: {"pk": world.person.pk}, post=200),
    Route("agreement_withdraw", opened_by=TEAM, arguments=lambda world: {"pk": world.agreement.pk}, get=405, post=302),
]
