"""Values in words, as a screen shows them: never « None », « True » or an ISO date."""

import datetime as dt
import math
import re
from collections.abc import Mapping
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_decimal, format_percent

from mdo.kernel.base import counting
from mdo.kernel.base.errors import HOUR
from mdo.kernel.fields.columns import Column, Kind, is_out_of_sight
from mdo.kernel.labels import enum_label
from views.base.catalogues import gettext, locale_of_the_moment, number_in_words
from views.base.pages import Cell, Header, Moment

_PARIS = ZoneInfo("Europe/Paris")
# Characters, as `Column.width` counts them.
_WIDE = 30
_PHONE, _NO_DIGIT = re.compile(r"[+\d][\d .()-]{5,}"), re.compile(r"[^+\d]")
_FIRST = re.compile(r"\b1(?= [^\W\d])")
# The colour that goes with a word, never instead of it: filled by the screens of the domains (views/base/domain.py).
TONES: dict[type[StrEnum], Mapping[Any, str | None]] = {}
# Fields that record pages and histories show as a column does: filled likewise.
SHOWN_AS: dict[tuple[type, str], Column] = {}


def date_in_words(value: dt.date) -> str:
    """24/11/2026 (11/24/2026 is never written: the day comes first in both languages)."""
    return f"{value:%d/%m/%Y}"


def long_date(value: dt.date) -> str:
    """24 novembre 2026: a date that one reads rather than compares."""
    return _first_in_french(format_date(value, format="long"))


def full_date(value: dt.date) -> str:
    """mardi 24 novembre 2026: the same with its weekday, as the script says it beside a field (static/js/dates.js)."""
    return _first_in_french(format_date(value, format="full"))


def _first_in_french(text: str) -> str:
    """« 1er septembre »: the first of a month alone is an ordinal in French, which CLDR leaves aside."""
    return _FIRST.sub("1er", text) if language() == "fr" else text


def moment_in_words(value: dt.datetime) -> str:
    """24/11/2026 18 h 02, in Europe/Paris."""
    return f"{value.astimezone(_PARIS):%d/%m/%Y} {hour_in_words(value)}"


def hour_in_words(moment: dt.datetime) -> str:
    """« 18 h 30 », on a clock in Paris."""
    local = moment.astimezone(_PARIS)
    return gettext(HOUR, hour=local.hour, minute=local.minute)


def size_in_words(size: int) -> str:
    """Bytes as « 1,5 Mo », at least a tenth of a megabyte."""
    return gettext("%(size)s MB", size=format_decimal(round(max(size / 1_000_000, 0.1), 1)))


def moment_of(value: dt.datetime, today: dt.date) -> Moment:
    """A moment as one says it, in Europe/Paris: « hier à 18 h 02 », « mardi 17 novembre 2026 à 18 h 02 »."""
    local = value.astimezone(_PARIS)
    time = gettext("%(hour)02d:%(minute)02d", hour=local.hour, minute=local.minute)
    if local.date() == today:
        words = gettext("today at %(time)s", time=time)
    elif local.date() == today - dt.timedelta(days=1):
        words = gettext("yesterday at %(time)s", time=time)
    else:
        words = gettext(
            "%(day)s at %(time)s", day=_first_in_french(format_date(local.date(), "EEEE d MMMM y")), time=time
        )
    return Moment(words, local.isoformat(timespec="seconds"))


def count_in_words(total: int, cap: int | None = None) -> str:
    """How many rows, in words: « 1 234 », and « plus de 10 000 » beyond what is counted (the filter `counted`)."""
    if counting.is_beyond(total, cap):
        return gettext("more than %(number)s", number=number_in_words(cap or counting.CAP))
    return number_in_words(total)


def value_in_words(value: Any, kind: Kind | str = Kind.TEXT) -> str:
    """Any typed value as text; empty when there is nothing to say."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, StrEnum):
        return gettext(enum_label(value))
    if kind == Kind.ENUM and isinstance(value, str):
        return gettext(value)  # a message id, as Excel takes it
    if isinstance(value, dt.datetime):
        return moment_in_words(value)
    if isinstance(value, dt.date):
        return date_in_words(value)
    if isinstance(value, tuple | list):
        return ", ".join(value_in_words(item) for item in value)
    if isinstance(value, Decimal | float) and not math.isfinite(value):
        return ""  # as in a file
    if isinstance(value, Decimal | float) and kind == Kind.PERCENT:
        return format_percent(value, format="#,##0.0 %" if language() == "fr" else "#,##0.0%")
    if isinstance(value, Decimal | float):
        with localcontext(prec=64):  # Babel rounds in the context of the moment: a huge amount is told all the same
            text = format_decimal(value, format="#,##0.00")
        return f"{text} €" if kind == Kind.AMOUNT else text
    if isinstance(value, int) and kind == Kind.PERCENT:
        return f"{value} %"
    return str(value)


def tone_of(value: Any) -> str | None:
    """The colour beside a status, if it has one."""
    return TONES.get(type(value), {}).get(value) if isinstance(value, StrEnum) else None


def header_of(column: Column, sort_url: str | None = None, direction: str = "") -> Header:
    """The head of a column; one that holds sentences, by its width in Excel, has room on screen too."""
    is_wide = column.kind is Kind.TEXT and column.width >= _WIDE
    return Header(column.name, gettext(column.label), str(column.kind), sort_url, direction, is_wide)


class AndOthers(str):
    """The first of several, in words, and how many others a cell leaves out: `more` says so (« +38 »)."""

    more = ""

    def __new__(cls, text: str, others: int, more: str = "") -> "AndOthers":
        told = super().__new__(cls, text)
        told.more = more or f"+{others}"
        return told


def cell_of(column: Column, row: Any, today: dt.date, url: str | None = None) -> Cell:
    """One value of a row, in words; of its label the head of its column speaks, once for all the rows."""
    value, kind = column.value(row, today), column.kind
    if value is None:
        if is_out_of_sight(column, row):
            return Cell(column.name, "", gettext("outside your arrondissements"), str(kind), tone="muted")
        return Cell(column.name, "", "", str(kind), url)
    if type(value) is str and kind is not Kind.ENUM:
        return Cell(column.name, "", value, str(kind), url or _url_of(kind, value))
    more = value.more if isinstance(value, AndOthers) else ""
    url = url or _url_of(kind, value)
    return Cell(column.name, "", value_in_words(value, kind), str(kind), url, tone_of(value), more)


def phone_url(text: str) -> str | None:
    """The address that calls a number; None for what says more than a number."""
    return f"tel:{_NO_DIGIT.sub('', text)}" if _PHONE.fullmatch(text) else None


def _url_of(kind: Kind, value: Any) -> str | None:
    if not value:
        return None
    if kind is Kind.EMAIL:
        return f"mailto:{value}"
    if kind is Kind.URL and str(value).startswith(("https://", "http://")):
        return str(value)
    return None


def language() -> str:
    """The language of the page (fr or en)."""
    return str(locale_of_the_moment() or "fr")
