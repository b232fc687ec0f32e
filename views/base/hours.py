"""The field of an hour of the day, kept as minutes after midnight, and that of a day of the week."""

import re
from typing import Any

from babel.dates import get_day_names
from flask_babel import get_locale, lazy_gettext
from wtforms import IntegerField, SelectField
from wtforms.validators import StopValidation
from wtforms.widgets import TimeInput

# 18:30, 18h30, 18 h 30, 18 h, 9:05; a native time field sends 18:30.
_HOUR = re.compile(r"^\s*(\d{1,2})\s*(?:[:hH]\s*(\d{2})?)?(?::\d{2})?\s*$")
_WORKING_DAYS = range(5)


def parse_hour(text: str) -> int | None:
    """Minutes after midnight of an hour as people write it; None when it is none."""
    found = _HOUR.match(text.replace("\u202f", " ").replace("\xa0", " "))
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def hour_text(minute: int | None) -> str:
    """18:30, as a native field holds it; empty without an hour."""
    return "" if minute is None else f"{minute // 60 % 24:02d}:{minute % 60:02d}"


class HourField(IntegerField):
    """An hour on a clock in Paris."""

    render_kind = "text"
    widget = TimeInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        self.data = parse_hour(text) if text.strip() else None
        if text.strip() and self.data is None:
            raise ValueError(lazy_gettext("Not an hour: write it as 18:30."))

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation

    def _value(self) -> str:
        if self.raw_data and self.data is None:
            return str(self.raw_data[0])
        return hour_text(self.data)


def day_name(weekday: int) -> str:
    """The name of a day of the week, 0 for Monday."""
    name: str = get_day_names("wide", locale=get_locale())[weekday]
    return name


class WeekdayField(SelectField):
    """A working day, 0 for Monday."""

    render_kind = "select"

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, coerce=self._weekday, choices=(), validate_choice=False, **kwargs)

    @staticmethod
    def _weekday(value: Any) -> int | None:
        text = str(value)
        return int(text) if text.isascii() and text.isdigit() and int(text) in _WORKING_DAYS else None

    @property
    def choices_for_render(self) -> list[tuple[str, str, bool]]:
        """(value, words, is selected) for the template."""
        return [(str(day), day_name(day), day == self.data) for day in _WORKING_DAYS]
