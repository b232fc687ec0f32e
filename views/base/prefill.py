"""What an empty form is opened with: its address, a row to copy, the row just saved, the reader's only arrondissement.

Personal data never travel in an address: it names a row, which is read in the reader's scope.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from mdo.kernel.scope.reading import writable_arrondissement_ids
from models.territory import Arrondissement
from views.base.database import db
from views.base.fields import RelationField, posted_ids
from views.base.forms import RecordForm


def fill_from_address(form: RecordForm, arguments: Iterable[tuple[str, str]]) -> None:
    """The relations named in the address (`?instance=12` on a mandate); what is out of scope stays empty."""
    for name, value in arguments:
        if name in form and isinstance(form[name], RelationField):
            form[name].take(posted_ids([value]))


def fill_from_values(form: RecordForm, values: Mapping[str, Any]) -> None:
    """Values of another row; of its relations, those that are on offer to this reader."""
    for name, value in values.items():
        if name not in form:
            continue
        if isinstance(form[name], RelationField):
            form[name].take(value if isinstance(value, list) else [value] if value is not None else [])
        else:
            form[name].data = value


def fill_only_arrondissement(form: RecordForm) -> None:
    """A référent of one arrondissement finds it chosen."""
    ids = writable_arrondissement_ids(db.session)
    if ids is None or len(ids) != 1:
        return
    for field in form:
        if isinstance(field, RelationField) and field.target is Arrondissement and not field.data:
            field.take(ids)
