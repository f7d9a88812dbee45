from tests.access.routes import Route

ADMINISTRATOR = frozenset({"technical_administrator"})
ROUTES = [
    Route("accounts", opened_by=ADMINISTRATOR),
    Route(
        "accounts_set_active",
        opened_by=ADMINISTRATOR,
        arguments=lambda world: {"pk": world.users["colleague"].pk},
        get=405,
        post=302,
    ),
]
