"""CPV codes, as they may be written; and the family of social and other specific services (annex 3) of one."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.procurement import SpecificService

_DIGITS = 8
_CPV = re.compile(r"[0-9]{8}(-[0-9])?")
# The divisions of the nomenclature (regulation 213/2008); that of works.
_DIVISION = re.compile(r"03|09|1[45689]|2[24]|3[0-57-9]|4[1-58]|5[015]|6[03-6]|7[0-35-79]|8[05]|9[028]")
_WORKS = "45"
_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)
# The divisions of annex 3: there a slip of a digit would open a lighter procedure. In others some keys were published
# that do not follow from the digits (51000000-9), and none is refused.
_KEYS_CHECKED = ("55", "64", "75", "79", "80", "85", "92", "98")


def stored_services(session: AnySession) -> Sequence[SpecificService]:
    """All families, in the order of their codes."""
    return session.scalars(select(SpecificService).order_by(SpecificService.first_cpv)).all()


def family_of(cpv: str | None, services: Iterable[SpecificService]) -> SpecificService | None:
    """The family of annex 3 that a code is of, both ends included; none for a code that `checked_cpv` refuses."""
    try:
        code = (checked_cpv(cpv) or "")[:_DIGITS]
    except RuleViolation:
        return None
    if not code:
        return None
    return next((row for row in services if row.first_cpv[:_DIGITS] <= code <= row.last_cpv[:_DIGITS]), None)


def checked_cpv(text: str | None, field: str = "cpv") -> str | None:
    """A code without its spaces, None for nothing. Raises RuleViolation for what is none, or bears another's key."""
    code = re.sub(r"\s", "", text or "")
    if not code:
        return None
    if not _CPV.fullmatch(code):
        raise RuleViolation(N_("Write the CPV code as 8 digits, with its key if you have it: 79411000-8."), field=field)
    if not _DIVISION.match(code):
        raise RuleViolation(
            N_("No CPV code begins with %(division)s: check its 8 digits."), field=field, division=code[:2]
        )
    key = sum(int(digit) * weight for digit, weight in zip(code[:_DIGITS], _WEIGHTS, strict=True)) % 10
    if len(code) > _DIGITS and code[:2] in _KEYS_CHECKED and int(code[-1]) != key:
        raise RuleViolation(
            N_("The key of %(code)s is not %(key)s: check the 8 digits, or write them without a key."),
            field=field,
            code=code[:_DIGITS],
            key=code[-1],
        )
    return code


def is_works(cpv: str | None) -> bool:
    """Whether a code is one of works, whose thresholds are others."""
    return (cpv or "").strip().startswith(_WORKS)


def check_service(row: SpecificService) -> None:
    """Raises RuleViolation for a code that is none, or an end before the beginning. Fields `first_cpv`, `last_cpv`."""
    for name in ("first_cpv", "last_cpv"):
        code = checked_cpv(getattr(row, name), name)
        if code is None:
            raise RuleViolation(
                N_("Write the CPV code as 8 digits, with its key if you have it: 79411000-8."), field=name
            )
        setattr(row, name, code)
    if row.last_cpv[:_DIGITS] < row.first_cpv[:_DIGITS]:
        raise RuleViolation(N_("The last code comes before the first: correct one of the two."), field="last_cpv")
