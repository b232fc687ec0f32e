"""What is stored: importing this package maps every table."""

from models import accounts, instances, journal, network, organisations, people, search, territory
from models.base import metadata

__all__ = [
    "accounts",
    "instances",
    "journal",
    "metadata",
    "network",
    "organisations",
    "people",
    "search",
    "territory",
]
