"""The routes by which questions are answered, and what was answered is seen and taken back."""

from typing import Any

from flask import redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from werkzeug.wrappers import Response

from mdo.kernel.base.context import through
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column
from mdo.kernel.imports.keeping.answers import Kept, kept_answers
from models.journal import Door
from models.text import fold
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import send_table
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.imports.frame import import_page, may_share
from views.imports.taking import TakingPages

_TITLE = N_("Answers kept for my imports")
KEPT_COLUMNS = (
    Column("value", N_("Value in the workbook"), lambda kept, today: kept.row.value, width=32),
    Column("header", N_("Header in the workbook"), lambda kept, today: kept.row.header, width=28),
    Column("answer", N_("What it stands for"), lambda kept, today: kept.answer, width=40),
    Column("user", N_("Who uses it"), lambda kept, today: _used_by(kept), width=28),
)


def _used_by(kept: Kept) -> str:
    """The reader alone, or the mission, with who shared it."""
    if not kept.row.role_id:
        return gettext("You alone")
    return gettext("The whole mission") + ("" if kept.is_own else f" ({kept.row.user})")


def _found(words: str) -> list[Kept]:
    """The answers in which each of these words stands."""
    wanted = fold(words).split()
    kept = kept_answers(db.session, gettext)
    return [
        one for one in kept if all(word in fold(f"{one.row.value} {one.row.header} {one.answer}") for word in wanted)
    ]


class AnswerPages(TakingPages):
    """Part of the screens of an import: its questions, and the answers kept."""

    @expose("/retenu", methods=["GET", "POST"])
    @has_access
    @permission_name("import")
    def kept(self) -> Any:
        """The answers kept for the next files, one's own and those that are shared; each may be taken back."""
        is_sharer, words = may_share(), request.args.get("q", "")[:200]
        kept = _found(words)
        open_to = {str(one.row.id): one.row for one in kept if one.is_own or is_sharer}
        if request.method == "POST":
            row = open_to.get(request.form.get("forget", ""))
            if row is not None:
                through(db.session, Door.FORM, gettext("Answer forgotten: %(what)s", what=row))
                db.session.delete(row)
                text = gettext("Forgotten: « %(what)s » is asked again.", what=row.value)
                flash_undoable(text, commit_undoable())
            return redirect(url_for("ImportView.kept", q=words or None), 303)
        title = gettext(_TITLE)
        crumbs = (Crumb(gettext("Import a workbook"), url_for("ImportView.index")), Crumb(title))
        return render(
            "imports/kept.html",
            title=title,
            crumbs=crumbs,
            columns=KEPT_COLUMNS,
            kept=kept,
            open_to=open_to,
            words=words,
            kept_url=url_for("ImportView.kept"),
            excel_url=url_for("ImportView.kept_excel", q=words or None),
        )

    @expose("/retenu/excel")
    @has_access
    @permission_name("import")
    def kept_excel(self) -> Response:
        """The same as a workbook."""
        words = request.args.get("q", "")[:200]
        filters = gettext("Search: %(words)s", words=words) if words else None
        return send_table(
            title=gettext(_TITLE), columns=KEPT_COLUMNS, rows=_found(words), what="ImportView", filters=filters
        )

    @import_page("/<kind>/<token>/answer", "POST")
    def answer(self, kind: str, token: str) -> Any:
        """What is answered to the questions of a file, with what was typed in its cells; the preview is made again."""
        return self._taken(kind, token)
