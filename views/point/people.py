"""The people to confirm: what each holds, her phone and e-mail, changed in place, and « exact » on the line."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from mdo.instances.short_names import short_name
from mdo.kernel.base.context import context_of
from mdo.kernel.fields.columns import columns_named
from mdo.kernel.freshness.confirmations import confirmed_with
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.reading import ROW_BY_ROW
from mdo.people.held import first_held
from models.people import Person
from views.base.catalogues import gettext
from views.base.database import db
from views.base.listpage import in_place
from views.base.pages import Link, Row, ShownTable
from views.base.record import ListLines
from views.base.savedlists import baseviews
from views.base.words import header_of
from views.people.held import LISTED

_VIEW = "PersonView"
_COLUMNS = columns_named(LISTED, "last_name", "phone", "email")


def people_to_confirm(ids: Sequence[int], confirm_url: str) -> tuple[ShownTable | None, Sequence[str]]:
    """The table of these people, in their order, and the keys of its lines; None where there is nobody."""
    if not ids:
        return None, ()
    context, view = context_of(db.session), next(view for view in baseviews() if type(view).__name__ == _VIEW)
    columns, rights = view.visible_columns(_COLUMNS), view.rights_on(_VIEW)
    writable = writable_clause(Person, context.scope, context.today, row_by_row=True)
    asked = select(Person, writable).where(Person.id.in_(ids))
    found = {row.id: (row, bool(own)) for row, own in db.session.execute(asked, execution_options=ROW_BY_ROW)}
    held = first_held(db.session, ids, context.today, lambda _: False)
    beside = confirmed_with(db.session, Person, ids)
    lines = ListLines(columns, _VIEW, rights - {"can_delete"}, context.today)
    rows: list[Row] = []
    keys = []
    for pk in ids:
        if pk not in found:
            continue
        row, is_writable = found[pk]
        key = ".".join((f"Person-{pk}", *(f"{model}-{row_id}" for model, row_id in beside.get(pk, ()))))
        keys.append(key)
        line = lines.of(row, is_writable)
        first, others = held.get(pk, (None, 0))
        told = " · ".join((short_name(first.body), first.function)) + (f" +{others}" if others else "") if first else ""
        act = Link(gettext("Right"), confirm_url, "check-lg", "primary", is_post=True, fields=(("record", key),))
        rows.append(replace(line, why=told, act=act if confirm_url else None))
    headers = tuple(in_place(view, column, header_of(column), rights) for column in columns)
    cell_url = view.url("cell", pk=0) if "can_edit" in rights else ""
    return ShownTable(gettext("People to confirm"), headers, tuple(rows), "", cell_url=cell_url), keys
