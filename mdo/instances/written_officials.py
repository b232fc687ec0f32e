"""What people write where an élu·e is named: a civility before, a title behind, « vacant »."""

import re

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.written.drafts import Draft
from models.text import fold

_CIVILITY = re.compile(
    r"^(?:(?:M|Mr|Mme|Mlle|Dr|Me|Pr)\.?|Monsieur|Madame|Mademoiselle|Ma[îi]tre)\s+(?=\w)", re.IGNORECASE
)
_NOBODY = re.compile(r"(poste |place )?(vacante?|a (designer|pourvoir|nommer|definir|venir)|personne|aucune?)")

_READ = N_("« %(value)s » was read as the name « %(name)s »: the rest was left.")
_IS_NOBODY = N_("« %(value)s » is nobody: no one follows this body yet.")


def officials(draft: Draft) -> list[Draft]:
    """The name alone; a line that names nobody is left aside."""
    text = draft.text("elected_official")
    if text and _NOBODY.fullmatch(fold(text)):
        draft.left = (_IS_NOBODY, {"value": text})
        return [draft]
    name = _CIVILITY.sub("", text.partition(",")[0].strip())
    if text and name and name != text:
        draft.put("elected_official", name)
        draft.note(_READ, value=text, name=name)
    return [draft]
