"""What is stored: importing this package maps every table."""

from models import (
    accessibility,
    accounts,
    attendance,
    deadlines,
    freshness,
    instances,
    jobs,
    journal,
    meetings,
    network,
    organisations,
    people,
    preferences,
    requests,
    search,
    territory,
    topics,
)
from models.base import metadata

__all__ = [
    "accessibility",
    "accounts",
    "attendance",
    "deadlines",
    "freshness",
    "instances",
    "jobs",
    "journal",
    "meetings",
    "metadata",
    "network",
    "organisations",
    "people",
    "preferences",
    "requests",
    "search",
    "territory",
    "topics",
]
