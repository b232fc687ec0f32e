"""How rows of topics are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind, name_of, small
from models.accounts import User
from models.topics import Topic

_full_name = name_of(User.first_name, User.last_name)

FOUND: tuple[Kind, ...] = (
    Kind(100, Topic, title=Topic.title, order=(small(Topic.title),), details=(_full_name,), joins=((Topic.proposer,),)),
)
