"""What the reader pinned to the menu and what she opened last: named anew on each page, within her scope and rights."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import session, url_for
from sqlalchemy import select

from mdo.kernel.preferences.pins import PinnedRow, named_in, opened_after
from mdo.kernel.preferences.saved_views import readable_clause
from mdo.kernel.search.everywhere import called
from models.preferences import SavedView
from views.base.catalogues import gettext
from views.base.database import db
from views.base.record import VIEW_OF_MODEL
from views.base.savedlists import SCREEN, list_named
from views.security.gate import OPENED_KEY, current_identity, may, opened_of, require_identity


@dataclass(frozen=True)
class KnownRow:
    """A row that the reader sees, by the name of its view: what it is called, where it opens."""

    view: str
    title: str
    detail: str
    url: str


def known(rows: Sequence[PinnedRow]) -> dict[PinnedRow, KnownRow]:
    """Those of these rows that the reader may open, in their order; one statement, another for saved views."""
    wanted = {row: model for row in rows if (model := _model_of(row.view)) is not None and may("can_show", row.view)}
    hits = called(db.session, [(model, row.row_id) for row, model in wanted.items()]) if wanted else {}
    found = {
        row: KnownRow(row.view, hit.title, hit.detail, url_for(f"{row.view}.show", pk=row.row_id))
        for row, model in wanted.items()
        if (hit := hits.get((model, row.row_id))) is not None
    }
    views = _saved_views([row.row_id for row in rows if row.view == SCREEN])
    found |= {row: views[row.row_id] for row in rows if row.view == SCREEN and row.row_id in views}
    return {row: found[row] for row in rows if row in found}


def _model_of(view: str) -> type | None:
    return next((model for model, name in VIEW_OF_MODEL.items() if name == view and model is not SavedView), None)


def _saved_views(ids: Collection[int]) -> dict[int, KnownRow]:
    """The saved views of the reader, or shared with her, whose list she may open."""
    if not ids or not may("can_show", SCREEN):
        return {}
    asked = select(SavedView.id, SavedView.name, SavedView.list_name).where(
        SavedView.id.in_(ids), readable_clause(require_identity().id)
    )
    return {
        row.id: KnownRow(SCREEN, row.name, gettext(view.plural), url_for(f"{SCREEN}.show", pk=row.id))
        for row in db.session.execute(asked)
        if (view := list_named(row.list_name)) is not None and view.may("can_list")
    }


def pins_of_reader() -> dict[PinnedRow, KnownRow]:
    """What the reader pinned and still sees; nothing is asked of the database where nothing is pinned."""
    identity = current_identity()
    return known(named_in(identity.pins)) if identity is not None and identity.pins else {}


def opened_by_reader() -> dict[PinnedRow, KnownRow]:
    """What the reader opened last and still sees."""
    opened = opened_of(require_identity())
    return known(named_in(opened)) if opened else {}


def note_opening(view: str, row_id: int) -> None:
    """Notes in the cookie of the session that the reader opened a record; views/security/gate.py stores it."""
    before, row = opened_of(require_identity()), PinnedRow(view, row_id)
    if before.partition(" ")[0] != str(row):
        session[OPENED_KEY] = opened_after(before, row)
