"""Addresses, phones, postal codes and SIRET as people fill them in; see `values` for what cells are and give."""

import re

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.identifiers import (
    NOT_A_PHONE,
    is_siret,
    normalised_email,
    phone_of,
    why_no_siret,
    zero_is_missing,
)
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.values import to_text
from mdo.kernel.workbook.reader import Cell

# Without brackets: « zoe@[127.0.0.1] » names a machine, and nobody's mailbox.
_EMAIL = re.compile(r"[^@\s,;<>\"()\[\]]+@[^@\s,;<>\"()\[\]]+\.[^@\s,;<>\"().\[\]]{2,}")
_NOT_AN_EMAIL = N_("« %(value)s » is not an e-mail address.")
_NOT_A_POSTAL_CODE = N_("« %(value)s » is not a postal code: it has five digits.")
_A_TOWN = N_("« %(value)s » is not a postal code: write the town in its own column.")
_NOT_A_LINK = N_("« %(value)s » is not the address of a page: it begins with https://.")


def to_email(cell: Cell) -> str | None:
    """One address, in lower case."""
    text = to_text(cell, maximum=254)
    if text is None:
        return None
    address = normalised_email(text.removeprefix("mailto:").strip(" ;,<>"))
    if not _EMAIL.fullmatch(address):
        raise RuleViolation(_NOT_AN_EMAIL, value=text)
    return address


def to_url(cell: Cell) -> str | None:
    """A link that begins with http:// or https://."""
    text = to_text(cell, maximum=500)
    if text is not None and not re.match(r"https?://[^\s/]+\.[^\s]+", text):
        raise RuleViolation(_NOT_A_LINK, value=text)
    return text


def to_phone(cell: Cell) -> str | None:
    """A number as « 06 12 34 56 78 », or with its country code; the zero that Excel took away is put back."""
    text = to_text(cell, maximum=60)
    if text is None:
        return None
    number = phone_of(re.sub(r"^t[ée]l\.?\s*:?", "", text, flags=re.IGNORECASE))
    if number is None:
        raise RuleViolation(NOT_A_PHONE, value=text)
    return number


def to_postal_code(cell: Cell) -> str | None:
    """Five digits; the zero that Excel took away from a number is put back."""
    text = to_text(cell, maximum=40)
    if text is None:
        return None
    digits = text.replace(" ", "")
    if isinstance(cell, float) and re.fullmatch(r"\d{4}", digits):
        digits = "0" + digits
    if not re.fullmatch(r"\d{5}", digits):
        raise RuleViolation(_NOT_A_POSTAL_CODE, value=text)
    return digits


def to_siret(cell: Cell) -> str | None:
    """14 digits without spaces; the zeros that Excel took away are put back (of a text: one, by the key)."""
    text = to_text(cell, maximum=40)
    if text is None:
        return None
    digits = re.sub(r"[\s.]", "", text)
    if isinstance(cell, float) and re.fullmatch(r"\d{11,13}", digits):
        digits = digits.zfill(14)
    if zero_is_missing(digits):
        digits = f"0{digits}"
    if not is_siret(digits):
        raise RuleViolation(why_no_siret(text), value=text)
    return digits


def to_any_postal_code(cell: Cell, *, maximum: int) -> str | None:
    """A code of any country, of which none has words; French zeros are left to who knows the country."""
    text = to_text(cell, maximum=maximum)
    if text is not None and re.search(r"[^\W\d_]{4}", text):
        raise RuleViolation(_A_TOWN, value=text)
    return text
