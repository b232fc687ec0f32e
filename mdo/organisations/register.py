"""What imports find of organisations by name."""

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.imports.words.names import Names
from models.organisations import Organisation


def organisation_names(session: AnySession) -> Names:
    """Organisations by name, acronym and SIRET."""
    names = Names()
    for row in session.scalars(select(Organisation)):
        names.add(row, row.name, row.acronym, row.siret)
    return names
