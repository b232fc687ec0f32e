"""The people who are reached at a supplier's, as the lines of suppliers name them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mdo.kernel.base.identifiers import normalised_email, normalised_phone
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import Change, Target, Write
from mdo.kernel.labels import field_label
from mdo.suppliers.said_contacts import SaidContact, written_contact
from models.suppliers import Supplier, SupplierContact
from models.text import fold

_WRITE, _LEAVE = "write", "leave"
_NAMES_PEOPLE = N_("« %(column)s » names people: write them as contacts of the suppliers?")
_OF_PEOPLE = (
    Option(_WRITE, N_("Write them: name, function, address, phone")),
    Option(_LEAVE, N_("Leave this column aside")),
)
_LEFT = N_("« %(value)s » in « %(column)s »: left, as answered.")
_OWN = N_("« %(value)s », in « %(column)s », names nobody: it is taken as that of the supplier.")
_NOBODY = N_("« %(value)s » names nobody, and the supplier has another: write the name before it.")
_NO_NAME = N_("« %(value)s » is left: nobody is named beside this function.")
_PARTS = {"contact_function": "function", "contact_email": "email", "contact_phone": "phone"}
_KEYS = {"email": normalised_email, "phone": normalised_phone}


def said_by(planner: LinePlanner, view_row: Supplier | None) -> tuple[SaidContact, ...]:
    """The people that a line names; an address or a number without a name becomes the supplier's own, if it has none.

    A column that is not called « Contacts » may hold anything: whether it names people to record is asked once.
    """
    said = list(people_of_cell(planner))
    parts = {name: planner.values.get(key) for key, name in _PARTS.items()}
    name = planner.values.get("contact_name")
    if len(said) == 1 and name is None and not _contradicts(said[0], parts):
        said = [said[0].with_more(**parts)]
    elif name or any(parts.values()):
        text = name or next(value for value in parts.values() if value)
        said.append(SaidContact(text, name, **parts))
    return tuple(one for one in said if one.name or not _is_own(planner, one, view_row))


def _contradicts(said: SaidContact, parts: Mapping[str, str | None]) -> bool:
    return any(value and getattr(said, name) not in (None, value) for name, value in parts.items())


def people_of_cell(planner: LinePlanner) -> Sequence[SaidContact]:
    """Those of a cell of contacts; an address that names nobody is asked of no one, and left with its column."""
    said: Sequence[SaidContact] = planner.values.get("contacts", ())
    column = planner.header("contacts")
    if not said or planner.row is not None or fold(column) == "contacts":
        return said
    question = Question(f"contacts:{fold(column)}", _NAMES_PEOPLE, {"column": column}, _OF_PEOPLE, column=column)
    names_some = any(one.name for one in said)
    answer = planner.ask(question) if names_some else planner.register.answers.get(question.key)
    if answer == _LEAVE:
        text = "; ".join(one.text for one in said)
        planner.planned.notes.append((_LEFT, {"value": text, "column": column}))
    return said if answer == _WRITE or (not names_some and answer != _LEAVE) else ()


def _is_own(planner: LinePlanner, said: SaidContact, row: Supplier | None) -> bool:
    """Whether what names nobody is, or becomes, of the supplier itself; it is refused where that has another."""
    for name, key in _KEYS.items():
        value = getattr(said, name)
        known = planner.values.get(name) or (row and getattr(row, name))
        if value and known and key(known) != key(value):
            planner.fail("contacts", _NOBODY, value=value)
        elif value and not known:
            planner.values[name] = value
            planner.planned.notes.append((_OWN, {"value": value, "column": planner.header("contacts")}))
    if said.function:
        planner.planned.notes.append((_NO_NAME, {"value": said.function}))
    return True


class ContactsWritten:
    """The contacts that the lines of a file write, each once however many lines name it."""

    def __init__(self, view: str) -> None:
        self._view = view
        self._targets: dict[tuple[int, str], Target] = {}

    def write(
        self, planner: LinePlanner, supplier: Target, said: Sequence[SaidContact], *, is_whole: bool = False
    ) -> None:
        """Plans what a line says of them; where it names all of them, who is named no more is taken off."""
        stored: list[SupplierContact] = [] if supplier.is_new else list(supplier.row.contacts)
        kept: set[int] = set()
        for one in said:
            row = _known(stored, one)
            key = id(supplier), fold(one.name or "") if row is None else str(row.id)
            if key not in self._targets:
                self._targets[key] = Target(row) if row is not None else Target.new(SupplierContact)
            if row is not None:
                kept.add(row.id)
            if row is None or written_contact(row) != one.text:
                self._set(planner, supplier, self._targets[key], one)
        for row in stored if is_whole else ():
            if row.id not in kept:
                self._take_off(planner, row)

    def _set(self, planner: LinePlanner, supplier: Target, contact: Target, said: SaidContact) -> None:
        changes = planner.planned.changes
        before = len(changes)
        values: dict[str, Any] = {"supplier": supplier} if contact.is_new else {}
        values |= {name: getattr(said, name) for name in ("name", "function", "email", "phone")}
        if not contact.is_new and _words(contact.row.name) == _words(said.name):
            del values["name"]
        planner.set(contact, self._view, values)
        changes[before:] = [replace(change, of=said.name or "") for change in changes[before:]]

    @staticmethod
    def _take_off(planner: LinePlanner, row: SupplierContact) -> None:
        planner.planned.writes.append(Write(Target(row), {}, is_deletion=True))
        label = field_label(SupplierContact, "name")
        planner.planned.changes.append(Change(label, row.name, None, of=row.name))


def _known(stored: Sequence[SupplierContact], said: SaidContact) -> SupplierContact | None:
    """The contact that a supplier has already: as our own workbook writes it, by the words of its name, by address."""
    found = [
        *(row for row in stored if written_contact(row) == said.text),
        *(row for row in stored if _words(row.name) == _words(said.name)),
        *(row for row in stored if said.email and normalised_email(row.email) == said.email),
    ]
    return found[0] if found else None


def _words(name: str | None) -> list[str]:
    return sorted(fold(name or "").split())
