"""What is stored: importing this package maps every table."""

from models import (
    accessibility,
    accounts,
    deadlines,
    instances,
    jobs,
    journal,
    network,
    organisations,
    people,
    preferences,
    search,
    territory,
)
from models.base import metadata

__all__ = [
    "accessibility",
    "accounts",
    "deadlines",
    "instances",
    "jobs",
    "journal",
    "metadata",
    "network",
    "organisations",
    "people",
    "preferences",
    "search",
    "territory",
]
