from tznr.accounts.models import User
from tznr.records.privacy import declare

declare(
    User,
    purpose="Savoir qui se connecte et qui a fait quoi (agents, jamais les personnes rencontrées).",
    kept="id email first_name last_name password last_login",
    not_personal="role is_active joined_at",
)
