"""What a later act of a published record says, part by part, without the State's keys."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Part(StrEnum):
    """What a value of a modification or of an act of subcontracting is."""

    NUMBER = "number"
    NOTIFIED = "notified"
    PUBLISHED = "published"
    AMOUNT = "amount"
    MONTHS = "months"
    OTHER = "other"


_PARTS = {
    "id": Part.NUMBER,
    "dateNotification": Part.NOTIFIED,
    "dateNotificationModification": Part.NOTIFIED,
    "dateNotificationModificationSousTraitance": Part.NOTIFIED,
    "datePublicationDonnees": Part.PUBLISHED,
    "datePublicationDonneesModification": Part.PUBLISHED,
    "montant": Part.AMOUNT,
    "dureeMois": Part.MONTHS,
}
_ORDER = list(Part)


def parts_of(item: Mapping[str, Any]) -> list[tuple[Part, Any]]:
    """The parts of an item of a list that grows ({"modification": {…}}), in the order in which they are read."""
    found = [(_PARTS.get(key, Part.OTHER), value) for inner in item.values() for key, value in inner.items()]
    return sorted(found, key=lambda part: _ORDER.index(part[0]))
