"""What a later act of a published record says, part by part, without the State's keys."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class ChangedPart(StrEnum):
    """What a value of a modification or of an act of subcontracting is."""

    NUMBER = "number"
    NOTIFIED = "notified"
    PUBLISHED = "published"
    AMOUNT = "amount"
    MONTHS = "months"
    OTHER = "other"


_PARTS = {
    "id": ChangedPart.NUMBER,
    "dateNotification": ChangedPart.NOTIFIED,
    "dateNotificationModification": ChangedPart.NOTIFIED,
    "dateNotificationModificationSousTraitance": ChangedPart.NOTIFIED,
    "datePublicationDonnees": ChangedPart.PUBLISHED,
    "datePublicationDonneesModification": ChangedPart.PUBLISHED,
    "montant": ChangedPart.AMOUNT,
    "dureeMois": ChangedPart.MONTHS,
}
_ORDER = list(ChangedPart)


def parts_of(item: Mapping[str, Any]) -> list[tuple[ChangedPart, Any]]:
    """The parts of an item of a list that grows ({"modification": {…}}), in the order in which they are read."""
    found = [(_PARTS.get(key, ChangedPart.OTHER), value) for inner in item.values() for key, value in inner.items()]
    return sorted(found, key=lambda part: _ORDER.index(part[0]))
