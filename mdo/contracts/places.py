"""The place of performance, as the essential data have it: a code, and what the code is (domain of the State's schema).

Lyon is 69123 as a municipality, 69001 to 69009 as postal codes; 69381 to 69389 are its municipal arrondissements, which
are taken as « Code commune » (« à confirmer »). 69001 as « Code commune » is another town.
"""

import re

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.contracts import Contract, PlaceCode

_POSTAL = re.compile(r"6900[1-9]")
_ARRONDISSEMENT = re.compile(r"6938[1-9]")
_SHAPES = {
    PlaceCode.MUNICIPALITY: re.compile(r"\d{5}|2[AB]\d{3}"),
    PlaceCode.POSTAL_CODE: re.compile(r"\d{5}"),
    PlaceCode.DEPARTMENT: re.compile(r"\d{2,3}|2[AB]"),
    PlaceCode.REGION: re.compile(r"\d{2}"),
    PlaceCode.COUNTRY: re.compile(r"[A-Z]{2,3}"),
}


def place_fault(contract: Contract) -> RuleViolation | None:
    """Why the code of the place is not one of its kind; None when it may be. Field `place_code`."""
    code, kind = (contract.place_code or "").strip(), contract.place_kind
    if not code or kind is None:
        return None  # Lyon, by the columns' own defaults
    if kind is PlaceCode.MUNICIPALITY and _POSTAL.fullmatch(code):
        return RuleViolation(
            N_("%(code)s as the code of a municipality is another town than Lyon: choose « postal code », or write "
               "69123 for Lyon, %(arrondissement)s for this arrondissement."),
            field="place_code", code=code, arrondissement=f"6938{code[-1]}",
        )  # fmt: skip
    if kind is PlaceCode.POSTAL_CODE and (_ARRONDISSEMENT.fullmatch(code) or code == "69123"):
        return RuleViolation(
            N_("%(code)s is no postal code: choose « municipality », or write a postal code, 69001 to 69009 in Lyon."),
            field="place_code", code=code,
        )  # fmt: skip
    shape = _SHAPES.get(kind)
    if shape is not None and not shape.fullmatch(code):
        return RuleViolation(
            N_("« %(code)s » is no code of this kind: 5 characters for a municipality or a postal code, 2 or 3 for a "
               "department, 2 for a region, the letters of a country."),
            field="place_code", code=code,
        )  # fmt: skip
    return None


def is_place_to_confirm(contract: Contract) -> bool:
    """Whether the place is a municipal arrondissement of Lyon, which the ministry's consolidation may not know."""
    is_municipality = contract.place_kind is PlaceCode.MUNICIPALITY
    return is_municipality and _ARRONDISSEMENT.fullmatch(contract.place_code or "") is not None
