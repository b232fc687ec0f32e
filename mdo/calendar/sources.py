"""The sources of the calendar: a domain that has dated objects adds its own here."""

from mdo.calendar.events import Source
from mdo.calendar.meetings import MEETINGS

SOURCES: tuple[Source, ...] = (MEETINGS,)
