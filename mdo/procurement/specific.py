"""Social and other specific services (annex 3): which family a CPV code is of."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from mdo.context import AnySession
from mdo.errors import RuleViolation
from mdo.messages import N_
from models.procurement import SpecificService

_DIGITS = 8
CPV = re.compile(r"\d{8}(-\d)?")


def stored_services(session: AnySession) -> Sequence[SpecificService]:
    """All families, in the order of their codes."""
    return session.scalars(select(SpecificService).order_by(SpecificService.first_cpv)).all()


def family_of(cpv: str | None, services: Iterable[SpecificService]) -> SpecificService | None:
    """The family of annex 3 that a code is of, both ends included; the check digit says nothing more."""
    code = re.sub(r"\s", "", cpv or "")[:_DIGITS]
    if not code:
        return None
    return next((row for row in services if row.first_cpv[:_DIGITS] <= code <= row.last_cpv[:_DIGITS]), None)


def check_service(row: SpecificService) -> None:
    """Raises RuleViolation for a code that is none, or an end before the beginning. Fields `first_cpv`, `last_cpv`."""
    for name in ("first_cpv", "last_cpv"):
        code = re.sub(r"\s", "", getattr(row, name) or "")
        if not CPV.fullmatch(code):
            raise RuleViolation(
                N_("Write the CPV code as 8 digits, with its key if you have it: 79411000-8."), field=name
            )
        setattr(row, name, code)
    if row.last_cpv[:_DIGITS] < row.first_cpv[:_DIGITS]:
        raise RuleViolation(N_("The last code comes before the first: correct one of the two."), field="last_cpv")
