"""The page « Sheets and columns » of an import."""

from typing import Any

from flask import redirect, request, url_for

from mdo.kernel.imports.keeping.memory import remember, remembered
from mdo.kernel.imports.kinds import KINDS
from views.base.catalogues import gettext
from views.base.database import db
from views.imports.choosing import as_noted, posted_choices, posted_hidden, ticked
from views.imports.columns import body_names, is_readable, sheet_choices
from views.imports.frame import ImportPages, import_page
from views.imports.plans import layouts_of
from views.security.once import leads_to


class ColumnPages(ImportPages):
    """Part of the screens of an import: how its file is read."""

    @import_page("/<kind>/<token>/columns", "GET", "POST")
    def columns(self, kind: str, token: str) -> Any:
        """Where the headers of each sheet stand and what each column says; what is chosen is kept for the next file."""
        draft = self._draft(kind, token, is_idle=True)
        if draft.is_back:
            return redirect(url_for("ImportView.preview", kind=kind, token=token), 303)
        db.session.rollback()  # on SQLite others write while the file is read
        file = draft.read()
        if request.method == "POST":
            before = layouts_of(db.session, kind, draft, file)
            choices = posted_choices(request.form, file, kind, before)
            answers = posted_hidden(request.form, file, before, draft.notes().get("answers") or {})
            draft.note(choices=as_noted(choices), answers=answers)
            layouts = layouts_of(db.session, kind, draft, file)
            if "reread" not in request.form and is_readable(kind, layouts):
                choices = posted_choices(request.form, file, kind, before, is_final=True)
                draft.note(choices=as_noted(choices), answers=answers)
                layouts = layouts_of(db.session, kind, draft, file)
                found = layouts_of(db.session, kind, draft, file, is_by_itself=True)
                remember(db.session, kind, layouts, ticked(found, choices, remembered(db.session, kind)))
                draft.plan.unlink(missing_ok=True)  # it was made of other columns
                later = self._planned(kind, draft, file)
                preview_url = url_for("ImportView.preview", kind=kind, token=token)
                leads_to(preview_url if later is None else later.location or preview_url)
                db.session.commit()
                return later or redirect(preview_url, 303)
        layouts = layouts_of(db.session, kind, draft, file)
        sheets = sheet_choices(kind, file, layouts, draft.notes().get("answers") or {}, draft.name)
        errors = [(sheet.name, error) for sheet in sheets for error in sheet.errors]
        is_without = not any(sheet.is_taken for sheet in sheets)
        return self._page(
            kind,
            "columns",
            status=422 if errors or is_without else 200,
            sheets=sheets,
            fields=tuple((field.name, gettext(field.label)) for field in KINDS[kind].fields),
            bodies=body_names(db.session) if any(table.body_field for one in sheets for table in one.tables) else (),
            columns_url=url_for("ImportView.columns", kind=kind, token=token),
            is_without=is_without,
            has_errors=bool(errors),
        )
