"""What a cell says of the people who are reached at a supplier's: « Nom, fonction <adresse> téléphone; … »."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.identifiers import normalised_email
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.identifiers import to_phone
from mdo.kernel.imports.cells.values import to_text
from mdo.kernel.imports.written.contacts import beside_addresses, emails_in, phones_in
from mdo.kernel.workbook.reader import Cell
from models.suppliers import Supplier, SupplierContact

_LONGEST = 4_000
# « Ana <ana@…>, Rui <rui@…> » too: a comma after an address begins somebody else.
_BETWEEN = re.compile(r"[;\n]|(?<=>)\s*,(?=[^;\n]*@)")
_EMPTY = re.compile(r"\s*[<(]\s*[)>]")
_IN_BRACKETS = re.compile(r"(?P<name>[^()]+)\((?P<function>[^()]+)\)")
_THEN_FUNCTION = re.compile(r"\s*,\s*|\s+[–—-]\s+")
_CIVILITY = re.compile(r"\A(?:m\.|mr\.?|mme\.?|mlle\.?|monsieur|madame|mademoiselle)\s+", re.IGNORECASE)
_EDGES = " \t,:/|–—-<>[]"
_TWO = N_(
    "« %(value)s » holds several addresses or numbers of one kind: write one person after another, with a semicolon."
)


@dataclass(frozen=True)
class SaidContact:
    """A person as a cell says it, in what words; without a name, an address or a number of the supplier itself."""

    text: str
    name: str | None = None
    function: str | None = None
    email: str | None = None
    phone: str | None = None

    def with_more(self, **more: str | None) -> "SaidContact":
        """The same, with what it does not say yet."""
        return replace(self, **{name: value for name, value in more.items() if value and not getattr(self, name)})


def read_contacts(cell: Cell, today: dt.date) -> tuple[SaidContact, ...] | None:
    """People of a cell, in its order. Raises RuleViolation where one of them has two addresses."""
    text = to_text(cell, maximum=_LONGEST, is_long=True)
    said = (part.strip() for part in _BETWEEN.split(text or ""))
    return tuple(_contact(part) for part in said if part) or None


def written_contacts(supplier: Supplier) -> str | None:
    """The contacts of a supplier in a cell, as it is read again; their notes stay on the record."""
    return "; ".join(written_contact(contact) for contact in supplier.contacts) or None


def written_contact(contact: SupplierContact) -> str:
    """One of them."""
    named = ", ".join(part.replace(";", ",") for part in (contact.name, contact.function) if part)
    address = f"<{contact.email}>" if contact.email else ""
    return " ".join(filter(None, (named, address, contact.phone)))


def _contact(text: str) -> SaidContact:
    emails, phones = emails_in(text), phones_in(text)
    if len(emails) > 1 or len(phones) > 1:
        raise RuleViolation(_TWO, value=text)
    rest = _EMPTY.sub(" ", beside_addresses(text)).strip(_EDGES)
    bracketed = _IN_BRACKETS.fullmatch(rest)
    name, function = (bracketed["name"], bracketed["function"]) if bracketed else (rest, "")
    if not bracketed:
        name, *more = _THEN_FUNCTION.split(rest, maxsplit=1)
        function = more[0] if more else ""
    return SaidContact(
        text,
        to_text(_CIVILITY.sub("", name).strip(_EDGES), maximum=160),
        to_text(function.strip(_EDGES), maximum=120),
        normalised_email(emails[0].removeprefix("mailto:")) if emails else None,
        to_phone(phones[0]) if phones else None,
    )
