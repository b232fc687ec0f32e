"""What may be written about a supplier: identifiers as the essential data take them, VAT numbers, look-alikes."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.identifiers import is_siret, why_no_siret, zero_is_missing
from mdo.kernel.base.messages import N_
from models.suppliers import IdentifierKind, Supplier
from models.text import fold

# As the ministry's consolidation reads them; a SIRET has its key besides.
_SHAPES: Mapping[IdentifierKind, tuple[str, str]] = {
    IdentifierKind.VAT: (
        r"[A-Z]{2}[0-9A-Z]{2,13}",
        N_("Not a VAT number: two letters of the country, then its digits."),
    ),
    IdentifierKind.TAHITI: (r"[0-9A-Z]{9}", N_("Not a TAHITI number: 9 characters.")),
    IdentifierKind.RIDET: (r"[0-9A-Z]{10}", N_("Not a RIDET number: 10 characters.")),
    IdentifierKind.FRWF: (r"FRWF[0-9A-Z]{14}", N_("Not an FRWF number: FRWF and 14 characters.")),
    IdentifierKind.IREP: (r"[0-9]{5,20}", N_("Not an IREP number: 5 digits or more.")),
    IdentifierKind.OUTSIDE_EU: (
        r"[A-Z]{2}[0-9A-Z]{1,16}",
        N_("Outside the European Union: two letters of the country, then the first letters of the name (16 at most)."),
    ),
}
_FRENCH_VAT = re.compile(r"FR([0-9A-HJ-NP-Z]{2})(\d{9})")
_EUROPEAN_VAT = re.compile(_SHAPES[IdentifierKind.VAT][0])
_LEGAL_FORMS = re.compile(r"\b(sas|sasu|sarl|sa|sci|snc|eurl|scop|scic|selarl|association|societe)\b")


def tidy(text: str | None) -> str | None:
    """An identifier without spaces, dots and hyphens, in capitals; leading zeros stay."""
    return re.sub(r"[\s.\-\u00a0\u202f]", "", text or "").upper() or None


def check_supplier(supplier: Supplier) -> None:
    """Tidies the identifiers of a supplier and checks them. Raises RuleViolation."""
    gather(lambda: _check_own_identifier(supplier), lambda: _check_own_vat(supplier))
    if supplier.identifier_kind is IdentifierKind.SIRET:
        _check_vat(supplier.vat_number, supplier.identifier)


def _check_own_identifier(supplier: Supplier) -> None:
    supplier.identifier_kind = supplier.identifier_kind or IdentifierKind.SIRET
    supplier.identifier = tidy(supplier.identifier)
    _check_identifier(supplier.identifier_kind, supplier.identifier)


def _check_own_vat(supplier: Supplier) -> None:
    supplier.vat_number = tidy(supplier.vat_number)
    _check_vat(supplier.vat_number, None)


def _check_identifier(kind: IdentifierKind, identifier: str | None) -> None:
    if identifier is None:
        return
    if kind is IdentifierKind.SIRET:
        if not is_siret(identifier):
            raise RuleViolation(why_no_siret(identifier), field="identifier")
        return
    shape, words = _SHAPES[kind]
    if not re.fullmatch(shape, identifier):
        raise RuleViolation(words, field="identifier")
    if kind is IdentifierKind.VAT:
        _check_vat(identifier, None, field="identifier")


def with_its_zero(siret: str | None) -> str | None:
    """A SIRET number with the zero that Excel took away; any other text as it is."""
    return f"0{siret}" if siret is not None and zero_is_missing(siret) else siret


def siret_alone(text: str) -> str | None:
    """What is kept of a SIRET number, whatever else its supplier says. Raises RuleViolation."""
    number = with_its_zero(tidy(text))
    _check_identifier(IdentifierKind.SIRET, number)
    return number


def vat_alone(text: str) -> str | None:
    """What is kept of a VAT number, whatever else its supplier says. Raises RuleViolation."""
    number = tidy(text)
    _check_vat(number, None)
    return number


def _check_vat(number: str | None, siret: str | None, field: str = "vat_number") -> None:
    """A French number holds the SIREN and its key; others have a shape."""
    if number is None:
        return
    french = _FRENCH_VAT.fullmatch(number)
    if french is None:
        if number.startswith("FR") or not _EUROPEAN_VAT.fullmatch(number):
            raise RuleViolation(
                N_("Not a VAT number: FR, two characters and the SIREN (9 digits); or the letters of another country."),
                field=field,
            )
        return
    key, siren = french.groups()
    if siret is not None and siren != siret[:9]:
        raise RuleViolation(
            N_("This VAT number is of the SIREN %(siren)s and the SIRET of %(other)s: correct one of the two."),
            field=field,
            siren=siren,
            other=siret[:9],
        )
    if key.isdigit() and key != vat_key(siren):
        raise RuleViolation(
            N_("The key of this VAT number is wrong: FR%(key)s%(siren)s is expected."),
            field=field,
            key=vat_key(siren),
            siren=siren,
        )


def vat_key(siren: str) -> str:
    """The two digits before the SIREN in a French VAT number."""
    return f"{(12 + 3 * (int(siren) % 97)) % 97:02d}"


# ---- Look-alikes ---------------------------------------------------------------------------------------------------


def plain_name(name: str) -> str:
    """A name as it is compared: folded, without its legal form and its punctuation."""
    words = re.sub(r"[^0-9a-z]+", " ", fold(name))
    return " ".join(_LEGAL_FORMS.sub(" ", words).split())


def check_not_twice(session: AnySession, supplier: Supplier) -> None:
    """Raises RuleViolation, field `identifier`, when another supplier has the same identifier."""
    if supplier.identifier is None:
        return
    statement = select(Supplier).where(
        Supplier.identifier == supplier.identifier, Supplier.identifier_kind == supplier.identifier_kind
    )
    with session.no_autoflush:
        other = next((row for row in session.scalars(statement) if row is not supplier), None)
    if other is not None:
        raise RuleViolation(
            N_("« %(name)s » already has this identifier: open its record instead of making another one."),
            field="identifier",
            name=other.name,
        )


def look_alikes(
    session: AnySession, name: str | None, identifier: str | None, vat_number: str | None, *, besides: int | None = None
) -> Sequence[Supplier]:
    """The suppliers that what is typed seems to name again: same SIREN, same VAT number, same folded name."""
    number, vat, wanted = tidy(identifier), tidy(vat_number), plain_name(name or "")
    clauses: list[Any] = []
    if number is not None and len(number) >= 9:
        clauses.append(Supplier.identifier.startswith(number[:9], autoescape=True))
    if vat is not None and len(vat) >= 4:
        clauses.append(Supplier.vat_number == vat)
    if wanted:
        clauses.append(Supplier.sort_key.contains(max(wanted.split(), key=len), autoescape=True))
    if not clauses:
        return ()
    rows = session.scalars(select(Supplier).where(or_(*clauses)).order_by(Supplier.sort_key, Supplier.id)).all()
    return tuple(
        row
        for row in rows
        if row.id != besides
        and (
            (wanted and plain_name(row.name) == wanted)
            or (vat is not None and row.vat_number == vat)
            or (number is not None and len(number) >= 9 and (row.identifier or "")[:9] == number[:9])
        )
    )
