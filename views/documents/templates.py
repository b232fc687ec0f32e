"""« Document templates »: what papers are made from, replaced by the mission after a trial run, every version kept."""

from pathlib import Path
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select
from sqlalchemy.orm import undefer

from mdo.documents.field import PaperField
from mdo.documents.packages import DOCX, plain_name
from mdo.documents.rendering import try_out
from mdo.documents.store import add_template
from mdo.documents.template_fields import FIELDS, names
from mdo.documents.template_rows import choose_template, templates
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.labels import enum_label
from models.documents import LARGEST_FILE, PaperKind, PaperTemplate
from models.journal import Door
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import MAX_ID
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import moment_of
from views.documents.pages import size_in_words
from views.imports import uploads
from views.imports.uploads import ImportDraft

_TRIAL = "paper_template"


class TemplateView(BaseView):
    """The Word files that convocations, sign-in sheets and minutes are made from."""

    route_base = "/modeles"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> Any:
        """Each kind with the version that serves, the earlier ones, and the fields that it may print."""
        return self._page()

    @expose("/file/<int:pk>")
    @has_access
    @permission_name("show")
    def template_file(self, pk: int) -> Any:
        """A version, as a file to keep."""
        found = self._template(pk)
        return _as_file(found.content, f"{Path(found.file_name).stem}-v{found.number}.docx")

    @expose("/try", methods=["POST"])
    @has_access
    @permission_name("edit")
    def try_template(self) -> Any:
        """Tries an uploaded template on an invented meeting; what passes waits to be kept."""
        kind = _kind_of(request.form.get("kind", ""))
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            return self._page(kind, gettext("Choose a file first."))
        content = upload.read(LARGEST_FILE + 1)
        upload.seek(0)
        try:
            try_out(kind, upload.filename, content)
        except RuleViolation as refusal:
            return self._page(kind, refusal.text(gettext))
        draft = uploads.keep(upload, context_of(db.session).actor_id or 0)
        draft.note(kind=_TRIAL, paper=kind.value)
        return redirect(url_for("TemplateView.trial", token=draft.token), 303)

    @expose("/trial/<token>")
    @has_access
    @permission_name("edit")
    def trial(self, token: str) -> Any:
        """The trial run passed: see its result, then keep the template or not."""
        draft, kind = self._draft(token)
        title = gettext("Trial run: %(what)s", what=gettext(enum_label(kind)))
        return render(
            "documents/template_trial.html",
            title=title,
            crumbs=(Crumb(gettext("Document templates"), url_for("TemplateView.list")), Crumb(title)),
            file_name=draft.name,
            result_url=url_for("TemplateView.trial_file", token=token),
            keep_url=url_for("TemplateView.keep", token=token),
            cancel_url=url_for("TemplateView.list"),
        )

    @expose("/trial/<token>/file")
    @has_access
    @permission_name("edit")
    def trial_file(self, token: str) -> Any:
        """What the template makes of the invented meeting."""
        draft, kind = self._draft(token)
        return _as_file(try_out(kind, draft.name, draft.file.read_bytes()), "-".join((gettext("trial"), draft.name)))

    @expose("/keep/<token>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def keep(self, token: str) -> Any:
        """The tried template becomes the next version, and the one that serves."""
        draft, kind = self._draft(token)
        words = gettext(enum_label(kind))
        through(db.session, Door.FORM, gettext("Template replaced: %(what)s", what=words))
        try:
            added = add_template(db.session, kind, draft.name, draft.file.read_bytes())
            number = added.number
            entry_id = commit_undoable()
        except RuleViolation as refusal:
            db.session.rollback()
            return self._page(kind, refusal.text(gettext))
        draft.remove()
        flash_undoable(gettext("%(paper)s: version %(number)s is in use.", paper=words, number=number), entry_id)
        return redirect(url_for("TemplateView.list"), 303)

    @expose("/choose/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def choose(self, pk: int) -> Any:
        """An earlier version serves again."""
        found = self._template(pk)
        words, number = gettext(enum_label(found.kind)), found.number
        through(db.session, Door.FORM, gettext("Template put back: %(what)s", what=words))
        choose_template(db.session, found)
        text = gettext("%(paper)s: version %(number)s is in use.", paper=words, number=number)
        flash_undoable(text, commit_undoable())
        return redirect(url_for("TemplateView.list"), 303)

    # ---- Helpers ------------------------------------------------------------------------------------------------

    def _template(self, pk: int) -> PaperTemplate:
        statement = select(PaperTemplate).where(PaperTemplate.id == pk).options(undefer(PaperTemplate.content))
        found = db.session.scalars(statement).one_or_none() if pk <= MAX_ID else None
        if found is None:
            abort(404)
        return found

    def _draft(self, token: str) -> tuple[ImportDraft, PaperKind]:
        draft = uploads.find(token, context_of(db.session).actor_id or 0)
        if draft is None or draft.notes().get("kind") != _TRIAL:
            abort(404)
        return draft, PaperKind(draft.notes()["paper"])

    def _page(self, failed: PaperKind | None = None, error: str = "") -> Any:
        title = gettext("Document templates")
        may_edit = self.appbuilder.sm.has_access("can_edit", "TemplateView")
        may_take = self.appbuilder.sm.has_access("can_show", "TemplateView")
        today = context_of(db.session).today
        versions = templates(db.session)
        kinds = tuple(
            {
                "value": kind.value,
                "label": gettext(enum_label(kind)),
                "error": error if kind is failed else "",
                "fields": _fields(FIELDS[kind], ""),
                "versions": tuple(
                    {
                        "number": row.number,
                        "name": row.name,
                        "is_active": row.is_active,
                        "size": size_in_words(row.size),
                        "by": str(row.made_by) if row.made_by is not None else gettext("came with the application"),
                        "when": moment_of(row.created_at, today).words,
                        "url": url_for("TemplateView.template_file", pk=row.id) if may_take else "",
                        "choose_url": url_for("TemplateView.choose", pk=row.id),
                    }
                    for row in versions
                    if row.kind is kind
                ),
            }
            for kind in PaperKind
        )
        return render(
            "documents/templates.html",
            status=422 if error else 200,
            title=title,
            crumbs=(Crumb(title),),
            kinds=kinds,
            may_edit=may_edit,
            error=error,
            try_url=url_for("TemplateView.try_template"),
            versions_url=(
                url_for("TemplateVersionView.list")
                if self.appbuilder.sm.has_access("can_list", "TemplateVersionView")
                else ""
            ),
            guide_url=url_for("PublicView.help_page", page="documents"),
        )


def _kind_of(text: str) -> PaperKind:
    try:
        return PaperKind(text)
    except ValueError:
        abort(404)


def _as_file(content: bytes, name: str) -> Response:
    response = Response(content, mimetype=DOCX)
    response.headers.set("Content-Disposition", "attachment", filename=plain_name(name))
    return response


def _fields(fields: tuple[PaperField, ...], owner: str) -> tuple[tuple[str, str, str], ...]:
    """The fields as one writes them, with their meaning; those of a list after it: (name, meaning, its list)."""
    found: list[tuple[str, str, str]] = []
    for field in fields:
        name = names()[field.key]
        found.append((name, gettext(field.meaning), owner))
        found.extend(_fields(field.rows, f"{owner} › {name}" if owner else name))
    return tuple(found)
