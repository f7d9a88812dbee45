from tznr.records.privacy import declare
from tznr.territory.models import Commune, PriorityNeighbourhood, Territory

declare(Territory, purpose="Nommer le territoire.", not_personal="slug name team_name")
declare(
    Commune,
    purpose="Décrire le territoire (données publiques).",
    not_personal="insee_code name postcode municipal_population approximate_latitude approximate_longitude",
)
declare(
    PriorityNeighbourhood,
    purpose="Décrire le territoire (données publiques).",
    not_personal="slug name commune approximate_latitude approximate_longitude",
)
