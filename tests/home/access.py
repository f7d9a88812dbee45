from tests.access.routes import Route
from tests.world import EVERYONE

ROUTES = [Route("home", opened_by=EVERYONE)]
