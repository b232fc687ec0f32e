"""One name that a line gives in several columns: « Nom », « Prénom » and « Nom et prénom » say the same or more."""

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.lines import LinePlanner
from models.text import fold

_TWO_NAMES = N_("« %(value)s » is another name than « %(other)s »: keep one.")


def agree_on_name(planner: LinePlanner) -> None:
    """Puts the parts of a name in their columns, what the whole says besides included; refuses two names."""
    values = planner.values
    full = values.get("full_name")
    parts = {name: values[name] for name in ("last_name", "first_name") if values.get(name)}
    if not full or not parts:
        return
    told = " ".join(parts.values())
    known = fold(told).split()
    if not set(known) <= set(fold(full).split()):
        planner.fail("full_name", _TWO_NAMES, value=full, other=told)
        return
    rest = " ".join(word for word in full.replace(",", " ").split() if not set(fold(word).split()) <= set(known))
    for name in ("last_name", "first_name"):
        if rest and name not in parts:
            values[name] = rest
