"""Suppliers on screen: their identifiers, the people reached there, what they hold and held."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, flash, jsonify, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name

from mdo.contracts.columns import CONTRACT_COLUMNS
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import columns_named
from mdo.kernel.labels import FIELD_LABELS
from mdo.suppliers.evaluations import last_evaluations
from mdo.suppliers.fields import CONTACT_COLUMNS, SUPPLIER
from mdo.suppliers.rules import look_alikes
from models.contracts import Contract, ContractHolder
from models.suppliers import Supplier, SupplierContact
from views.amendments.holder_rows import EVALUATIONS_OF_SUPPLIER
from views.base.attached import (
    FormPlace,
    add_attached,
    attached_to_change,
    change_attached,
    delete_attached,
    owner_to_change,
)
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import posted_ids
from views.base.filters import filters_of
from views.base.forms import RecordForm, form_class
from views.base.importable import ImportableView
from views.base.kept import keeps_typing
from views.base.pages import Cell, Link, Panel, TabContent
from views.base.record import RelatedList, TabSource
from views.base.record_tables import TablesOfRecord
from views.base.rendering import render
from views.contracts.acts import OFFERED_SUPPLIER
from views.execution.invoices import INVOICES_OF_SUPPLIER
from views.execution.orders import ORDERS_OF_SUPPLIER
from views.procurement.need_advice import PageRemark

_LABELS = FIELD_LABELS[Supplier]
_IN_USE = _LABELS["is_active"]
_CONTACT_FIELDS = ("name", "function", "email", "phone", "notes")
ContactForm = form_class(SupplierContact, _CONTACT_FIELDS, {}, ("name",), "SupplierView")
# What tells a supplier from another, as the fields are called in the form.
_TOLD_APART_BY = ("name", "identifier", "vat_number")
_MOST_TYPED = 250

CONTRACTS_HELD = RelatedList(
    "contracts",
    Contract,
    columns_named(CONTRACT_COLUMNS, "number", "title", "state", "amount_excl_tax", "notified_on", "ends_on"),
    lambda supplier: Contract.holders.any(ContractHolder.supplier_id == supplier.id),
    (Contract.notified_on.is_(None).desc(), Contract.notified_on.desc(), Contract.number.desc()),
    title=N_("Contracts held"),
    empty_text=N_("Holds no contract of the mission."),
)


# What the mission has of a supplier besides its record.
_OF_SUPPLIER = (CONTRACTS_HELD, ORDERS_OF_SUPPLIER, INVOICES_OF_SUPPLIER, EVALUATIONS_OF_SUPPLIER)


def _nothing_to_check(row: SupplierContact) -> None:
    """What a contact needs is in its columns."""


class SupplierView(TablesOfRecord, ImportableView):
    """Companies that tender for contracts, hold or are subcontracted some."""

    model = Supplier
    route_base = "/prestataires"
    can_import_kind = "suppliers"
    order = ("name", "asc")
    filters = filters_of(SUPPLIER, "is_sme", "is_active")
    tables = (
        RelatedList(
            "contacts",
            SupplierContact,
            CONTACT_COLUMNS,
            lambda supplier: SupplierContact.supplier_id == supplier.id,
            (SupplierContact.name,),
            title=N_("Contacts"),
            view="SupplierView",
        ),
        *_OF_SUPPLIER,
    )
    related_lists = _OF_SUPPLIER
    empty_text = N_("No supplier yet: add the first one, or import a list.")

    def subtitle(self, row: Supplier) -> str:
        return " – ".join(part for part in (row.identifier, row.city) if part)

    def status(self, row: Supplier) -> Cell | None:
        return None if row.is_active else Cell("is_active", gettext(_IN_USE), gettext("No longer in use"))

    def tabs(self, row: Supplier) -> tuple[TabSource, ...]:
        """The people reached there come first, for those who may read personal data."""
        contacts = (self._contacts(row),) if self.reads_personal() else ()
        return (*contacts, *super().tabs(row))

    def _contacts(self, row: Supplier) -> TabSource:
        title = gettext("Contacts")
        may_change = self.may("can_edit") and self.may_change(row)

        def fill() -> TabContent:
            data = {
                "contacts": row.contacts,
                "links": tuple(self._contact_links(row, may_change=may_change)),
                "may_change": may_change,
            }
            return TabContent("contacts", title, (Panel(title, "suppliers/contacts.html", data),))

        return TabSource("contacts", title, fill, (SupplierContact, SupplierContact.supplier_id == row.id))

    def _contact_links(self, row: Supplier, *, may_change: bool) -> Iterator[Link]:
        if may_change:
            yield Link(gettext("Add a contact"), self.url("add_contact", pk=row.id), "person-plus")
        excel = self.table_link(row, "contacts")
        if row.contacts and excel is not None:
            yield excel

    # ---- What may be written ------------------------------------------------------------------------------------

    def advice(self, names: Sequence[str], form: RecordForm, row: Any) -> Panel | None:
        """Under what tells a supplier from another: those that look alike."""
        if "identifier" not in names:
            return None
        typed = {name: form[name].data for name in _TOLD_APART_BY if name in form}
        data = {
            "remarks": self._look_alikes(typed, row.id if row is not None else None),
            "url": self.url("alike", supplier=row.id if row is not None else None),
            "fields": " ".join(typed),
            "after": "vat_number",
        }
        return Panel(gettext("Suppliers that look alike"), "contracts/advice.html", data)

    def _look_alikes(self, typed: dict[str, Any], besides: int | None) -> tuple[PageRemark, ...]:
        found = look_alikes(
            db.session, typed.get("name"), typed.get("identifier"), typed.get("vat_number"), besides=besides
        )
        links = tuple((_in_words(other), self.url("show", pk=other.id)) for other in found)
        text = gettext("Already in the list? Look before you add another record:")
        return (PageRemark(text, "warning", links),) if links else ()

    def after_save(self, row: Supplier) -> None:
        """Without a script, those that look alike are named once the record is saved."""
        found = look_alikes(db.session, row.name, row.identifier, row.vat_number, besides=row.id)
        if found:
            names = ", ".join(_in_words(other) for other in found)
            flash(gettext("Saved all the same; these suppliers look alike: %(names)s.", names=names), "warning")

    # ---- Parts of other pages -----------------------------------------------------------------------------------

    @expose("/semblables")
    @has_access
    @permission_name("list")
    def alike(self) -> Any:
        """The suppliers that look like what a form holds, as a part of its page."""
        typed = {name: request.args.get(name, "")[:_MOST_TYPED] for name in _TOLD_APART_BY}
        besides = next(iter(posted_ids(request.args.getlist("supplier")[:1])), None)
        remarks = self._look_alikes(typed, besides)
        return render("contracts/advice_found.html", remarks=remarks) if remarks else Response(mimetype="text/plain")

    @expose("/choix")
    @has_access
    @permission_name("show")
    def choices(self) -> Any:
        """The suppliers on offer where one is chosen, searched on the server, 20 a page, with what they were worth."""
        page = next(iter(posted_ids(request.args.getlist("page")[:1])), 1)
        found, more = OFFERED_SUPPLIER.search(Supplier, request.args.get("q", "")[:200], min(max(page, 1), 99_999))
        known = last_evaluations(db.session, [row_id for row_id, _ in found])
        results = [
            {"id": row_id, "text": f"{text} – {known[row_id].text(gettext)}" if row_id in known else text}
            for row_id, text in found
        ]
        return jsonify(results=results, more=more)

    # ---- Contacts -----------------------------------------------------------------------------------------------

    @expose("/<int:pk>/contact", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def add_contact(self, pk: int) -> Any:
        """Adds someone whom the mission reaches there."""
        supplier = owner_to_change(self, pk)
        place = FormPlace(self, supplier, self.url("add_contact", pk=pk), self._contacts_url(pk))
        row = SupplierContact(supplier_id=supplier.id)
        return add_attached(place, ContactForm, row, _CONTACT_FIELDS, _nothing_to_check)

    @expose("/contact/<int:contact>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def edit_contact(self, contact: int) -> Any:
        """Changes what is known of a contact."""
        row: SupplierContact = attached_to_change(SupplierContact, contact)
        url, back = self.url("edit_contact", contact=contact), self._contacts_url(row.supplier_id)
        return change_attached(
            FormPlace(self, row.supplier, url, back), row, ContactForm, _CONTACT_FIELDS, _nothing_to_check
        )

    @expose("/contact/<int:contact>/supprimer", methods=["POST"])
    @has_access
    @permission_name("edit")
    def delete_contact(self, contact: int) -> Any:
        """Takes a contact off the record."""
        row: SupplierContact = attached_to_change(SupplierContact, contact)
        return delete_attached(row, self._contacts_url(row.supplier_id))

    def _contacts_url(self, supplier_id: int) -> str:
        return self.url("show", pk=supplier_id, tab="contacts", _anchor="tabs")


def _in_words(supplier: Supplier) -> str:
    return ", ".join(part for part in (supplier.name, supplier.identifier, supplier.city) if part)
