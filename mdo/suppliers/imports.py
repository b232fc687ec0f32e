"""Import of suppliers, one a line: known by the identifier, else by the name."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.identifiers import is_rounded
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import BLANK, Option, Question
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.words.names import Names
from mdo.kernel.imports.words.unknown import READ_AS
from mdo.suppliers.fields import SUPPLIER_FIELDS
from mdo.suppliers.import_contacts import ContactsWritten, people_of_cell, said_by
from mdo.suppliers.rules import check_supplier, plain_name, siret_alone, tidy, with_its_zero
from models.suppliers import IdentifierKind, Supplier, SupplierContact

VIEW = "SupplierView"
REQUIRED = (("name",),)
_SEVERAL = N_("Several suppliers are called « %(value)s »: add the SIRET number.")
_OTHER_NUMBER = N_("« %(value)s » is in the list with the identifier %(number)s: correct one of them.")
_WHICH_NUMBER = N_("« %(value)s » of « %(name)s » is a SIRET number that Excel rounded: which one is it?")
_NOT_THAT = N_("What was typed for « %(name)s » is no SIRET number (14 digits, the last of which is a key): which one?")
_NO_NUMBER = Option(BLANK, N_("Go on without it"))


def supplier_names(session: AnySession) -> Names:
    """Suppliers by name and identifier."""
    names = Names()
    for row in session.scalars(select(Supplier).order_by(Supplier.sort_key, Supplier.id)):
        names.add(row, row.name, row.identifier)
    return names


def _put_zeros_back(planner: LinePlanner) -> None:
    """The zero that Excel took away from a French number or postal code is put back, and told."""
    values = planner.values
    if values.get("identifier_kind") not in (None, IdentifierKind.SIRET):
        return
    code, vat = values.get("postal_code") or "", tidy(values.get("vat_number")) or "FR"
    number = tidy(values.get("identifier"))
    with_zeros = {}
    if with_its_zero(number) != number:
        with_zeros["identifier"] = with_its_zero(number)
    if re.fullmatch(r"\d{4}", code) and vat.startswith("FR"):
        with_zeros["postal_code"] = f"0{code}"
    for name, text in with_zeros.items():
        planner.planned.notes.append((READ_AS, {"value": values[name], "read": text}))
        values[name] = text


def _ask_what_excel_rounded(planner: LinePlanner) -> None:
    """A number of which Excel kept the first digits alone is asked: nothing else of its line is wrong."""
    values = planner.values
    text, name = values.get("identifier"), values.get("name") or str(planner.row or "")
    if text is None or not is_rounded(text) or values.get("identifier_kind") not in (None, IdentifierKind.SIRET):
        return
    del values["identifier"]
    planner.waiting.add("identifier")
    params = {"value": text, "name": name}
    key = f"siret:{plain_name(name)}:{text}"
    question = Question(key, _WHICH_NUMBER, params, (_NO_NUMBER,), takes_text=True, column=planner.header("identifier"))
    answer = planner.ask(question)
    if answer == BLANK:
        planner.waiting.discard("identifier")
    elif answer is not None:
        try:
            values["identifier"] = siret_alone(answer)
            planner.waiting.discard("identifier")
        except RuleViolation:  # asked again, with what was typed
            planner.planned.answered.remove(question)
            planner.planned.questions.append(replace(question, message=_NOT_THAT))


def _check(planner: LinePlanner) -> None:
    for row in {id(write.target.row): write.target.row for write in planner.planned.writes}.values():
        if isinstance(row, Supplier):
            with planner.errors_at("identifier"):
                check_supplier(row)


def plan_suppliers(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    stored = session.scalars(select(Supplier)).all()
    by_number = {row.identifier: row for row in stored if row.identifier}
    by_name: dict[str, list[Supplier]] = defaultdict(list)
    for row in stored:
        by_name[plain_name(row.name)].append(row)
    targets: dict[Any, Target] = {}
    contacts = ContactsWritten(VIEW)

    def stored_row(name: str, number: str | None) -> Supplier | None:
        if number in by_number:
            return by_number[number]
        found = by_name[plain_name(name)]
        if len(found) > 1:
            raise RuleViolation(_SEVERAL, value=name)
        if found and number and found[0].identifier:
            raise RuleViolation(_OTHER_NUMBER, field="identifier", value=found[0].name, number=found[0].identifier)
        return found[0] if found else None

    def draft(planner: LinePlanner, number: str | None) -> None:
        people_of_cell(planner)  # asked now, with what the line waits for already
        planner.set(Target.draft(Supplier), VIEW, {**planner.own(Supplier), "identifier": number})

    def plan_line(planner: LinePlanner) -> Target | None:
        values = planner.values
        _ask_what_excel_rounded(planner)
        _put_zeros_back(planner)
        number = tidy(values.get("identifier"))
        planner.planned.label = values.get("name", "") if planner.row is None else planner.row.name
        if ("name" not in values and planner.row is None) or "identifier" in planner.failed:
            draft(planner, number)
            return None
        target = None
        with planner.errors_at("name"):
            row = planner.row or stored_row(values["name"], number)
            key = row.id if row is not None else number or plain_name(values["name"])
            target = targets.setdefault(
                key, Target(row) if row is not None else Target.new(Supplier, name=values["name"])
            )
        if target is None:
            draft(planner, number)
            return None
        planner.is_about(target)
        is_named = (
            planner.row is None and not target.is_new and plain_name(values["name"]) == plain_name(target.row.name)
        )
        said = said_by(planner, None if target.is_new else target.row)
        # A line that left with all the contacts names those that stay.
        names_all = planner.row is not None and "contacts" in {*values, *planner.cleared}
        planner.cleared -= {"contacts"}
        own = planner.own(Supplier, "name", "identifier")
        name = None if is_named else values.get("name")
        vat = tidy(own.pop("vat_number", None))
        planner.set(target, VIEW, {"name": name, "identifier": number, "vat_number": vat, **own})
        contacts.write(planner, target, said, is_whole=names_all)
        return target

    return plan_each(
        register, lines, SUPPLIER_FIELDS, plan_line, "name", _check, {Supplier: ("identifier_kind",)},
        attached=(SupplierContact,), number="identifier",
    )  # fmt: skip
