"""The field of a moment: a day and an hour in Paris, native input or typed in French, stored in UTC."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext
from wtforms import DateTimeLocalField

from views.base.fields import parse_date

PARIS = ZoneInfo("Europe/Paris")
# 2026-11-24T18:30, 24/11/2026 18:30, 24/11/2026 18 h 30, « le 24/11/2026 à 18 h ».
_MOMENT = re.compile(
    r"^\s*(?:le )?(?P<day>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})"
    r"(?:T|,?\s+(?:à\s+)?)(?P<hour>\d{1,2})\s*[:hH]\s*(?P<minute>\d{2})?(?::(?P<second>\d{2})(?:\.\d+)?)?\s*$"
)


def parse_moment(text: str) -> dt.datetime | None:
    """A day and an hour of Paris as a moment in UTC; None when there is none, or in the hour skipped in March.

    Of the hour that comes twice in October, the first is meant.
    """
    found = _MOMENT.match(text)
    day = parse_date(found["day"]) if found else None
    if found is None or day is None:
        return None
    try:
        time = dt.time(int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0))
        local = dt.datetime.combine(day, time, PARIS)
        moment = local.astimezone(dt.UTC)
    except (ValueError, OverflowError):  # the first minutes of the year 1 are in no year of UTC
        return None
    return moment if moment.astimezone(PARIS).replace(tzinfo=None) == local.replace(tzinfo=None) else None


class MomentField(DateTimeLocalField):
    """A day and an hour, as read on a clock in Paris."""

    render_kind = "datetime"

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        if not text.strip():
            self.data = None
        elif isinstance(self.object_data, dt.datetime) and text == _shown(self.object_data):
            # Left as it was: its seconds, or which of October's two hours it is, are not in the text.
            self.data = self.object_data
        else:
            self.data = parse_moment(text)
            if self.data is None:
                raise ValueError(lazy_gettext("Not a day and an hour: write them as 24/11/2026 18:30."))

    def _value(self) -> str:
        if self.raw_data and not self.data:
            return str(self.raw_data[0])
        return _shown(self.data) if isinstance(self.data, dt.datetime) else ""

    @property
    def local_data(self) -> Any:
        """The moment on a clock in Paris, for the words beside the field."""
        return self.data.astimezone(PARIS) if isinstance(self.data, dt.datetime) else None


def _shown(moment: dt.datetime) -> str:
    """What the native field holds; its picker knows minutes."""
    return moment.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M")
