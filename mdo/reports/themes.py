"""The themes of the catalogue of reports."""

from enum import StrEnum


class Theme(StrEnum):
    """The part of the trade that a report is about, in the order of the catalogue."""

    BODIES = "bodies"
    MEMBERS = "members"
    NETWORK = "network"
    REQUESTS = "requests"
    PROCUREMENT = "procurement"
