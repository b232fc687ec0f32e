"""How rows of accounts are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind, name_of, small
from models.accounts import User

_full_name = name_of(User.first_name, User.last_name)

FOUND: tuple[Kind, ...] = (
    Kind(
        480,
        User,
        title=_full_name,
        order=(small(User.last_name), small(User.first_name)),
        details=(User.username, User.email),
        references=(User.username, User.email),
    ),
)
