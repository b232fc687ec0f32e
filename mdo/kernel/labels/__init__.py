"""The words of the trade for tables, fields and closed lists: message ids, translated at the edge.

One place serves forms, lists, exports, imports, the journal and the conflict page.
"""

from typing import Any

from mdo.kernel.labels.enums import ENUM_LABELS
from mdo.kernel.labels.fields import FIELD_LABELS, MODEL_LABELS

__all__ = ["ENUM_LABELS", "FIELD_LABELS", "MODEL_LABELS", "enum_label", "field_label"]


def field_label(model: type, field: str) -> str:
    """The message id of a field. Raises KeyError when the trade has no word for it: declare it above."""
    return FIELD_LABELS[model][field]


def enum_label(member: Any) -> str:
    """The message id of a member of a closed list (a StrEnum)."""
    return ENUM_LABELS[type(member)][member]
