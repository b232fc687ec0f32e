"""Fields that people fill in one cell, by what they look like: an address with its town, a phone with an e-mail."""

from collections.abc import Collection, Mapping

from mdo.kernel.imports.declaring import ImportField, Shape


def town_and_address(code: str) -> tuple[str, str]:
    """The fields of the town and of the street that go with a postal code."""
    return code.replace("postal_code", "city"), code.replace("postal_code", "address")


def phone_beside(email: str) -> str:
    """The field of the phone that goes with an e-mail."""
    return email.replace("email", "phone")


def one_of_all(told: Collection[str | None], fields: Mapping[str, ImportField]) -> str | None:
    """The field of a column that says all of these: the one whose cells may hold the others too; None without one.

    What these cells hold is told apart by what it looks like (`mdo.kernel.imports.written`), or is kept whole in it.
    """
    names = {name for name in told if name is not None}
    if len(names) < len(set(told)):
        return None
    return next((name for name in names if all(_is_within(one, name, fields) for one in names - {name})), None)


def _is_within(name: str, whole: str, fields: Mapping[str, ImportField]) -> bool:
    """Whether what a field says may stand in the cells of another one."""
    field, other = fields.get(name), fields.get(whole)
    if field is None or other is None:
        return False
    if field.within:
        return field.within == whole
    if field.shape is Shape.EMAIL:
        return other.shape is Shape.PHONE and whole == phone_beside(name)
    codes = (one.name for one in fields.values() if one.shape is Shape.POSTAL_CODE)
    return any(
        (name, whole) in {(code, address), (town, address), (town, code)}
        for code in codes
        for town, address in (town_and_address(code),)
    )
