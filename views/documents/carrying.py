"""What the page of a record does to the documents that it carries; a view that inherits it has their tab and its acts.

Every address is under the record's own: who cannot open the record opens none of its documents.
"""

from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import and_, inspect
from sqlalchemy.exc import SQLAlchemyError

from mdo.documents.files import content_of
from mdo.documents.locking import check_by_hand, finish
from mdo.documents.moving import destroy_all
from mdo.documents.packages import file_of
from mdo.documents.versions import Shelf
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rights.roles import PERSONAL_DATA
from mdo.kernel.scope.placements import CARRIED
from models.documents import MADE_KINDS, Document
from models.journal import Door
from views.base.attached import FormPlace, change_attached, owner_to_change
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import note
from views.base.fields import MAX_ID
from views.base.integrity import violation_of
from views.base.pages import Crumb, FormPage, FormSection, Link, Panel, TabContent
from views.base.record import TabSource
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.view import BackofficeView
from views.documents.adding import AddingForm, FileChangeForm, LinkChangeForm, check_change, keep_all
from views.documents.pages import documents_of

_PANEL = "documents/carried.html"


def send(document: Document, what: str, *, is_noted: bool, count: int = 1) -> Response:
    """The file of a document, to keep: never shown by the browser, whatever it is."""
    try:
        content = content_of(document)
    except RuleViolation as refusal:
        abort(Response(refusal.text(gettext), 410, mimetype="text/plain"))
    response = Response(content, mimetype=document.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=document.file_name)
    response.headers.set("X-Content-Type-Options", "nosniff")
    if is_noted:
        note(what, document.file_name, count)
    return response


class CarriesDocuments(BackofficeView):
    """A record that carries documents."""

    documents_tab_name = "documents"

    def holding_columns(self) -> tuple[Any, ...]:
        """Documents keep the record that carries them, but where they go with it."""
        links = inspect(self.model).relationships
        if any(link.mapper.class_ is Document and link.cascade.delete for link in links):
            return super().holding_columns()
        return (*super().holding_columns(), getattr(Document, self.carrier))

    # ---- The tab ----------------------------------------------------------------------------------------------------

    @property
    def carrier(self) -> str:
        """The column by which documents lead to the records of this view."""
        return next(name for name, carried in CARRIED.items() if carried.model is self.model)

    @property
    def shelf(self) -> Shelf:
        """Where the documents of these records are kept."""
        return Shelf(self.carrier)

    def opens_documents(self) -> bool:
        """Whether the reader's rights open what these records carry."""
        named = {*CARRIED[self.carrier].rights} - {PERSONAL_DATA}
        return all(self.may(permission, view) for view, permission in named) and (
            PERSONAL_DATA not in CARRIED[self.carrier].rights or self.reads_personal()
        )

    def tabs(self, row: Any) -> tuple[TabSource, ...]:
        *others, history = super().tabs(row)
        return (*others, *self.documents_tabs(row), history)

    def documents_tabs(self, row: Any) -> tuple[TabSource, ...]:
        """The tab of the documents, for who may read them."""
        if not self.opens_documents():
            return ()
        title = gettext("Documents")
        where = and_(getattr(Document, self.carrier) == row.id, ~Document.is_withdrawn)

        def fill() -> TabContent:
            data = {**self.documents_data(row), "links": tuple(self.documents_links(row))}
            return TabContent("documents", title, (Panel(title, _PANEL, data),))

        return (TabSource("documents", title, fill, (Document, where)),)

    def documents_links(self, row: Any) -> tuple[Link, ...]:
        """More buttons under the documents."""
        return ()

    def documents_data(self, row: Any) -> dict[str, Any]:
        """What the list of documents is told: see `documents/papers_list.html`."""
        may_change = self.may("can_edit") and self.may_change(row)
        may_destroy = may_change and self.may("can_delete")
        return documents_of(self, row, may_change=may_change, may_destroy=may_destroy)

    # ---- Files ------------------------------------------------------------------------------------------------------

    @expose("/<int:pk>/document/<int:document>")
    @has_access
    @permission_name("show")
    def document(self, pk: int, document: int) -> Response:
        """A version of a document, as a file to keep; noted in the access log."""
        owner = self.fetch(pk, with_facts=False)
        found = self._found(owner.id, document)
        if found.link is not None:
            abort(404)
        return send(found, type(self).__name__, is_noted=True)

    def _found(self, pk: int, document: int) -> Document:
        if not self.opens_documents():
            abort(403)
        found = self.shelf.find(db.session, pk, document) if document <= MAX_ID else None
        if found is None:
            abort(404)
        return found

    @expose("/<int:pk>/joindre", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def attach(self, pk: int) -> Any:
        """Adds files, or the address of one that stays on a server; one of a known title is its next version."""
        owner = owner_to_change(self, pk)
        if not self.opens_documents():
            abort(403)
        form = AddingForm(data={"kind": request.args.get("kind"), "title": request.args.get("title")})
        if request.method == "POST" and form.validate():
            through(db.session, Door.FORM, gettext("Documents of « %(record)s »", record=owner))
            try:
                text = keep_all(form, self.shelf, owner.id)
                entry_id = commit_undoable()
            except (RuleViolation, SQLAlchemyError) as error:
                db.session.rollback()
                form.refuse(error if isinstance(error, RuleViolation) else violation_of(error, Document.__table__))
                owner = self.fetch(pk, with_facts=False)
            else:
                flash_undoable(text, entry_id)
                return self._back(pk)
        return self._adding_page(owner, form)

    def _adding_page(self, owner: Any, form: AddingForm) -> Any:
        title, back = gettext("Add documents"), self.documents_url(owner.id)
        page = FormPage(
            title=title,
            crumbs=(*self.crumbs(), Crumb(str(owner), back), Crumb(title)),
            form=form,
            sections=(FormSection(gettext("Documents"), form.shown),),
            action_url=self.url("attach", pk=owner.id),
            cancel_url=back,
            submit_label=gettext("Attach"),
            error_count=sum(1 for item in form if item.errors) + len(form.form_errors),
            is_multipart=True,
        )
        return render("base/form.html", status=422 if page.error_count else 200, page=page, locked_labels={})

    @expose("/<int:pk>/document/<int:document>/modifier", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def change_document(self, pk: int, document: int) -> Any:
        """The title, the kind and the day of a document, or its address; not of one that is final."""
        owner = owner_to_change(self, pk)
        found = self._found(owner.id, document)
        if found.kind in MADE_KINDS or found.is_final:
            abort(404)
        form_type = FileChangeForm if found.link is None else LinkChangeForm
        url = self.url("change_document", pk=pk, document=document)
        place = FormPlace(self, owner, url, self.documents_url(pk))
        return change_attached(place, found, form_type, form_type.names, check_change)

    # ---- Acts -------------------------------------------------------------------------------------------------------

    @expose("/<int:pk>/document/<int:document>/retirer", methods=["POST"])
    @has_access
    @permission_name("edit")
    def withdraw(self, pk: int, document: int) -> Any:
        """Takes a document out of sight; it can be undone."""
        return self._act(pk, document, _withdraw)

    @expose("/<int:pk>/document/<int:document>/definitif", methods=["POST"])
    @has_access
    @permission_name("edit")
    def finish_document(self, pk: int, document: int) -> Any:
        """Marks a version final: it is locked from then on."""
        return self._act(pk, document, _finish)

    @expose("/<int:pk>/document/<int:document>/signe", methods=["POST"])
    @has_access
    @permission_name("edit")
    def sign_document(self, pk: int, document: int) -> Any:
        """Keeps the signed PDF of a final version, beside it."""

        def keep(found: Document) -> str:
            upload = request.files.get("file")
            if upload is None or not upload.filename:
                raise RuleViolation(N_("Choose a file first."))
            file = file_of(upload.filename, upload.read())
            day = context_of(db.session).today
            self.shelf.keep(db.session, pk, found.kind, found.title, file, day, signs=found)
            return gettext("Signed copy kept: %(what)s.", what=found)

        return self._act(pk, document, keep)

    @expose("/<int:pk>/document/<int:document>/detruire", methods=["POST"])
    @has_access
    @permission_name("delete")
    def destroy_document(self, pk: int, document: int) -> Any:
        """Destroys a version for good, final or withdrawn as it may be; the reason stays in the journal."""
        owner = owner_to_change(self, pk)
        found = db.session.get(Document, document) if document <= MAX_ID and self.opens_documents() else None
        if found is None or getattr(found, self.carrier) != owner.id:
            abort(404)
        reason = " ".join(request.form.get("reason", "").split())[:150]
        if not reason:
            flash(gettext("Say why this document is destroyed: nothing brings it back."), "danger")
            return self._back(pk)
        through(db.session, Door.FORM, gettext("Destroyed: %(what)s (%(reason)s)", what=found, reason=reason))
        try:
            destroy_all(db.session, [found])
            db.session.commit()
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            refusal = (
                error if isinstance(error, RuleViolation) else violation_of(error, Document.__table__, is_delete=True)
            )
            flash(refusal.text(gettext), "danger")
            return self._back(pk)
        flash(gettext("Destroyed for good."), "success")
        return self._back(pk)

    def _act(self, pk: int, document: int, act: Any) -> Any:
        owner = owner_to_change(self, pk)
        found = self._found(owner.id, document)
        through(db.session, Door.FORM, gettext("Document: %(what)s", what=found))
        try:
            text = act(found)
            entry_id = commit_undoable()
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            refusal = error if isinstance(error, RuleViolation) else violation_of(error, Document.__table__)
            flash(refusal.text(gettext), "danger")
            return self._back(pk)
        # What is final stays so: no « Undo » is offered that would be refused.
        flash_undoable(text, None if found.is_final or act is _finish else entry_id)
        return self._back(pk)

    def document_url(self, pk: int, document: int) -> str:
        """Where a version is taken."""
        return self.url("document", pk=pk, document=document)

    def documents_url(self, pk: int, **arguments: Any) -> str:
        """The documents of a record, on its page."""
        return url_for(f"{type(self).__name__}.show", pk=pk, tab=self.documents_tab_name, _anchor="tabs", **arguments)

    def _back(self, pk: int, **arguments: Any) -> Any:
        return redirect(self.documents_url(pk, **arguments), 303)


def _withdraw(found: Document) -> str:
    check_by_hand(found)
    found.is_withdrawn = True
    return gettext("Withdrawn: %(what)s", what=found)


def _finish(found: Document) -> str:
    finish(found)
    return gettext("Final, and locked: %(what)s.", what=found)
