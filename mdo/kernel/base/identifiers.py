"""Numbers of firms, e-mail addresses and phone numbers in one written form, so that equal ones are equal text."""

import re

from mdo.kernel.base.messages import N_

_ROUNDED = N_("Excel rounded this number: take it again from where it comes from, in a cell of text.")
_SCIENTIFIC = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)

# La Poste's establishments break the Luhn key: their digits add up to a multiple of five instead (INSEE).
NOT_A_SIRET = N_("Not a SIRET number: 14 digits whose key is right.")


_LA_POSTE = "356000000"


def is_siret(text: str) -> bool:
    """Whether 14 digits are a SIRET number (Luhn key)."""
    if not re.fullmatch(r"\d{14}", text):
        return False
    digits = [int(digit) for digit in text]
    if text.startswith(_LA_POSTE):
        return sum(digits) % 5 == 0
    doubled = [digit * 2 if index % 2 == 0 else digit for index, digit in enumerate(digits)]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def why_no_siret(text: str) -> str:
    """What to say of a text that is no SIRET number: « 9,00002E+13 » is one that Excel rounded."""
    return _ROUNDED if is_rounded(text) else NOT_A_SIRET


def is_rounded(text: str) -> bool:
    """Whether Excel wrote a long number in powers of ten, with its first digits alone."""
    return bool(_SCIENTIFIC.fullmatch(text.strip()))


def zero_is_missing(text: str) -> bool:
    """Whether 13 digits are a SIRET number once they have the zero that Excel took away."""
    return len(text) == 13 and is_siret(f"0{text}")


_FRENCH = re.compile(r"(?:\+33|0033)0?([1-9]\d{8})|0([1-9]\d{8})")


_NOT_DIGIT = re.compile(r"\D")


def normalised_email(text: str | None) -> str:
    """The address in lower case, without surrounding spaces; empty when there is none."""
    return (text or "").strip().lower()


def normalised_phone(text: str | None) -> str:
    """Digits alone: 0612345678 for a French number however it was written, +41… for another country's.

    Empty when there is no digit. A number that is not understood keeps its digits.
    """
    if not text:
        return ""
    digits = _NOT_DIGIT.sub("", text.replace("(0)", ""))
    compact = f"+{digits}" if text.strip().startswith("+") and digits else digits
    french = _FRENCH.fullmatch(compact)
    if french:
        return f"0{french[1] or french[2]}"
    return f"+{compact[2:]}" if compact.startswith("00") else compact


def written_phone(text: str | None) -> str | None:
    """The phone as screens write it: 06 12 34 56 78 for a French number, otherwise as typed, spaces tidied."""
    number = normalised_phone(text)
    if len(number) == 10 and number.startswith("0"):
        return " ".join(number[start : start + 2] for start in range(0, 10, 2))
    return " ".join((text or "").split()) or None


_NOT_IN_A_PHONE = re.compile(r"[^\d\s+.()\-/_]")
NOT_A_PHONE = N_("« %(value)s » is not a phone number: type ten digits, or + and the country code.")


def phone_of(text: str) -> str | None:
    """The one number that a text is, in its written form, with the zero that Excel took away; None for another text."""
    digits = normalised_phone(text)
    if _NOT_IN_A_PHONE.search(text):
        return None
    if re.fullmatch(r"[1-9]\d{8}", digits):
        digits = "0" + digits
    elif re.fullmatch(r"33[1-9]\d{8}", digits):
        digits = "0" + digits[2:]
    if re.fullmatch(r"0[1-9]\d{8}", digits):
        return written_phone(digits)
    return digits if re.fullmatch(r"\+[1-9]\d{6,14}", digits) else None


def phone_spellings(text: str | None) -> frozenset[str]:
    """The ways in which the same number may be stored: an index finds equal text only."""
    number = normalised_phone(text)
    if not number:
        return frozenset()
    spellings = {number, (text or "").strip()}
    if len(number) == 10 and number.startswith("0"):
        pairs = [number[start : start + 2] for start in range(0, 10, 2)]
        national = number[1:]
        spaced = " ".join([national[0], *pairs[1:]])
        spellings |= {separator.join(pairs) for separator in (" ", ".", "-")}
        spellings |= {f"+33{national}", f"+33 {spaced}", f"+33 (0){spaced}", f"0033{national}"}
    return frozenset(spellings)
