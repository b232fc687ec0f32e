"""How rows of network are found, and named, by the search from every page."""

from sqlalchemy.orm import aliased

from mdo.kernel.search.kinds import Kind, name_of
from models.accounts import User
from models.network import Absence, Referent
from models.territory import Arrondissement

_replacement = aliased(User)
_full_name = name_of(User.first_name, User.last_name)

FOUND: tuple[Kind, ...] = (
    Kind(
        370,
        Referent,
        title=_full_name,
        order=(Referent.id,),
        details=(Arrondissement.name,),
        joins=((Referent.user,), (Referent.arrondissement,)),
    ),
    Kind(
        380,
        Absence,
        title=_full_name,
        order=(Absence.id,),
        details=(name_of(_replacement.first_name, _replacement.last_name), Absence.note),
        joins=((Absence.user,), (_replacement, Absence.replacement)),
    ),
)
