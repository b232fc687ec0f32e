"""Workbooks in and out."""

import datetime as dt


def naive(*parts: int) -> dt.datetime:
    """A moment as a cell holds it."""
    return dt.datetime(*parts)  # type: ignore[arg-type, misc]  # Excel knows no time zone
