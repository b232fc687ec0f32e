"""Where the essential data of a contract stand."""

from enum import StrEnum


class OpenDataState(StrEnum):
    """What is to be done about the essential data of a contract, or that nothing is."""

    LATE = "late"
    READY = "ready"
    INCOMPLETE = "incomplete"
    NEWS = "news"
    CHANGED = "changed"
    WAITING = "waiting"
    TO_CONFIRM = "to_confirm"
    PUBLISHED = "published"
    NOTHING = "nothing"
