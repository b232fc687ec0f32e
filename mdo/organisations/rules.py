"""Rules of the register of organisations."""

import re

from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.identifiers import is_siret, why_no_siret
from mdo.kernel.base.messages import N_
from models.organisations import Organisation


def check_organisation(organisation: Organisation) -> None:
    """Normalises the SIRET and checks the dates of the convention. Raises RuleViolation."""
    gather(lambda: _check_siret(organisation), lambda: _check_convention(organisation))


def _check_siret(organisation: Organisation) -> None:
    if organisation.siret:
        digits = re.sub(r"[\s.]", "", organisation.siret)
        if not is_siret(digits):
            raise RuleViolation(why_no_siret(digits), field="siret")
        organisation.siret = digits


def _check_convention(organisation: Organisation) -> None:
    start, end = organisation.convention_start_on, organisation.convention_end_on
    if start and end and end < start:
        raise RuleViolation(N_("The end comes before the start."), field="convention_end_on")
