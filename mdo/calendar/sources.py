"""The sources of the calendar: a domain that has dated objects adds its own here."""

from mdo.kernel.base.calendar_events import Source
from mdo.meetings.calendar_source import MEETINGS

SOURCES: tuple[Source, ...] = (MEETINGS,)
