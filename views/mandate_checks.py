"""The rules of a mandate, for each form that writes one."""

from mdo.context import context_of
from mdo.people import mandate_rules
from models.people import Mandate
from views.base.database import db


def check_mandate(row: Mandate) -> None:
    """Every rule of a mandate, against the others of the same holder or seat in the same body."""
    if row.instance is None or row.function is None:
        return  # the form has already asked for them
    mandate_rules.check_mandate(row, mandate_rules.others_of(db.session, row), context_of(db.session).today)
