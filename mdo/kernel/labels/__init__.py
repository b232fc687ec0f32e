"""The words of the trade for tables, fields and closed lists: message ids, translated at the edge.

One place serves forms, lists, exports, imports, the journal and the conflict page. Domains declare theirs in
`mdo/<domain>/fields.py` and, those of closed lists, `words.py`, which `mdo.domains` reads before anything else of
them.
"""

from enum import StrEnum
from typing import Any

from mdo.kernel.labels import own

MODEL_LABELS: dict[type, tuple[str, str]] = dict(own.TABLES)
FIELD_LABELS: dict[type, dict[str, str]] = dict(own.FIELDS)
# By class: two closed lists may hold the same word (« other »), and StrEnum members compare as text.
ENUM_LABELS: dict[type[StrEnum], dict[str, str]] = dict(own.LISTS)


def field_label(model: type, field: str) -> str:
    """The message id of a field. Raises KeyError when the trade has no word for it: declare it."""
    return FIELD_LABELS[model][field]


def enum_label(member: Any) -> str:
    """The message id of a member of a closed list (a StrEnum)."""
    return ENUM_LABELS[type(member)][member]
