"""The documents of a contract on its page: those of any record, and the contract sheet, which is made there."""

from typing import Any

from flask import flash
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name

from mdo.contract_sheet.sheet import make_sheet
from mdo.documents.document_format import Wording
from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.labels import enum_label
from models.contracts import Contract
from models.documents import DocumentKind
from models.journal import Door
from views.base.attached import owner_to_change
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Link
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import full_date, value_in_words
from views.documents.carrying import CarriesDocuments
from views.documents.screens import in_city_language


class ContractDocuments(CarriesDocuments):
    """What the page of a contract does to its documents."""

    def documents_links(self, row: Contract) -> tuple[Link, ...]:
        """The same as a table."""
        return tuple(filter(None, (self.table_link(row, "documents"),)))

    @expose("/<int:pk>/fiche", methods=["POST"])
    @has_access
    @permission_name("edit")
    def make_sheet(self, pk: int) -> Any:
        """Makes the contract sheet as it stands today and keeps it as the next version; the page hands it over."""
        contract = owner_to_change(self, pk)
        words = gettext(enum_label(DocumentKind.CONTRACT_SHEET))
        through(db.session, Door.FORM, gettext("%(paper)s: %(meeting)s", paper=words, meeting=contract))
        try:
            with in_city_language():
                made = make_sheet(db.session, contract, Wording(gettext, full_date, value=value_in_words))
            number, made_id = made.number, made.id
            entry_id = commit_undoable()
        except RuleViolation as refusal:
            db.session.rollback()
            flash(refusal.text(gettext), "danger")
            return self._back(pk)
        flash_undoable(gettext("%(paper)s, version %(number)s: made.", paper=words, number=number), entry_id)
        return self._back(pk, made=made_id)
