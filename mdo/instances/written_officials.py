"""What people write where an élu·e is named: a civility before, a title behind, « vacant »."""

import re

from mdo.instances.vocabulary import CIVILITY, NOBODY
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.written.drafts import DraftLine
from models.text import fold

_READ = N_("« %(value)s » was read as the name « %(name)s »: the rest was left.")
_IS_NOBODY = N_("« %(value)s » is nobody: nothing is written, and whom the register names stays.")
_COMMA = re.compile(r",(?![^(]*\))")  # outside of brackets, whose words are asked


def officials(draft: DraftLine) -> list[DraftLine]:
    """The name alone; a line that names nobody is left aside."""
    text = draft.text("elected_official")
    if text and NOBODY.fullmatch(fold(text)):
        draft.left = (_IS_NOBODY, {"value": text})
        return [draft]
    name = CIVILITY.sub("", _COMMA.split(text)[0].strip())
    if text and name and name != text:
        draft.put("elected_official", name)
        draft.note(_READ, value=text, name=name)
    return [draft]
