"""Form fields that read what people type in French, and keep what they typed when it cannot be read."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from flask_babel import format_decimal, lazy_gettext
from wtforms import BooleanField, DateField, DecimalField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from mdo.kernel.labels import enum_label
from models.types import CENT
from views.base.catalogues import gettext
from views.base.words import language

_FRENCH_DATE = re.compile(r"^\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\s*$")
_ISO_DATE = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$")
_SPACES = re.compile(r"[\s\u00a0\u202f]")
# « 58.400 »: thousands as some write them, or 58,40 with a zero too many.
_THOUSANDS = {"fr": re.compile(r"-?[1-9]\d{0,2}\.\d{3}"), "en": re.compile(r"-?[1-9]\d{0,2},\d{3}")}
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_BLANKS = ("", "__None", None)
_ID = re.compile(r"[0-9]{1,10}")
MAX_ID = 2**31 - 1
# Beyond this many choices a select is searched on the server.
MAX_OPTIONS = 50


def posted_ids(values: Iterable[str]) -> list[int]:
    """The ids among values of a form or an address, sorted, each once; what cannot be one is left out."""
    return sorted({int(value) for value in values if _ID.fullmatch(value) and int(value) <= MAX_ID})


def parse_date(text: str | None) -> dt.date | None:
    """A day written 24/11/2026, 24.11.2026 or 2026-11-24; None when it is not a day of the calendar."""
    for pattern, order in ((_FRENCH_DATE, (2, 1, 0)), (_ISO_DATE, (0, 1, 2))):
        found = pattern.match(text or "")
        if found:
            try:
                return dt.date(*(int(found.groups()[index]) for index in order))
            except ValueError:
                return None
    return None


def clean_text(value: Any) -> Any:
    """Text in composed form, without control or invisible characters, trimmed; empty text is no value."""
    if not isinstance(value, str):
        return value
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", value.replace("\r\n", "\n")))
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})
    return text.strip() or None


class TextField(StringField):
    """One line of text."""

    render_kind = "text"

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=(clean_text,), **kwargs)


class LongTextField(TextAreaField):
    """Several lines of text."""

    render_kind = "textarea"

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=(clean_text,), **kwargs)


class EmailField(TextField):
    """An e-mail address."""

    render_kind = "email"


class UrlField(TextField):
    """A web address."""

    render_kind = "url"


class DayField(DateField):
    """A day: native input (ISO) or typed in French."""

    render_kind = "date"

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        if not text.strip():
            self.data = None
            return
        self.data = parse_date(text)
        if self.data is None:
            raise ValueError(lazy_gettext("Not a date of the calendar: write it as 24/11/2026."))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.data.isoformat() if self.data else self.raw_data[0])
        return self.data.isoformat() if self.data else ""


class WholeNumberField(IntegerField):
    """A whole number; thousands may be spaced."""

    render_kind = "number"
    input_mode = "numeric"

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _SPACES.sub("", valuelist[0]) if valuelist else ""
        if not text:
            self.data = None
            return
        if not re.fullmatch(r"-?\d{1,9}", text):
            self.data = None
            raise ValueError(lazy_gettext("Not a whole number: write it as 12."))
        self.data = int(text)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation  # one sentence is enough: limits say nothing of what is not a number


def read_amount(typed: str) -> Decimal | None:
    """A number of two decimals at most, typed in French; None for nothing. Raises ValueError with the sentence."""
    text = _SPACES.sub("", typed).replace("\u2212", "-")
    if not text:
        return None
    if _THOUSANDS["fr" if language() == "fr" else "en"].fullmatch(text):
        raise ValueError(lazy_gettext("This may be read in two ways: write 1234,50 or 1234, without thousands mark."))
    text = text.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", text):
        raise ValueError(lazy_gettext("Not a number: write it as 1234,50."))
    amount = Decimal(text)
    if amount != amount.quantize(CENT):
        near = (amount.quantize(CENT, ROUND_FLOOR), amount.quantize(CENT, ROUND_CEILING))
        low, high = (decimal_in_words(value, 2) for value in near)
        raise ValueError(gettext("An amount has two decimals at most: write %(low)s or %(high)s.", low=low, high=high))
    return amount


def decimal_in_words(value: Decimal, places: int) -> str:
    """A number as a field shows it, to be read back."""
    if language() != "fr":
        return f"{value:f}"  # a comma between thousands would be read back as the decimal one
    return str(format_decimal(value, format=f"#,##0.{'0' * places}"))


class FrenchDecimalField(DecimalField):
    """A number with a decimal comma, spaces between thousands; never NaN or infinite. Shown so: 1 234,50."""

    render_kind = "number"
    input_mode = "decimal"

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return decimal_in_words(self.data, self.places or 0)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        self.data = read_amount(valuelist[0]) if valuelist else None


class YesNoField(BooleanField):
    """A box; FAB would require it ticked when the column is NOT NULL (forms.py:206)."""

    render_kind = "checkbox"


class ChoiceField(SelectField):
    """One member of a closed list, with an empty choice first, so that nothing is chosen by accident.

    `offered` may be narrowed to some of its members.
    """

    render_kind = "select"

    def __init__(self, label: Any = None, validators: Any = None, *, enum: Any = None, **kwargs: Any) -> None:
        self.enum = enum
        self.offered: Collection[Any] = tuple(enum)
        super().__init__(label, validators, coerce=self._member, **kwargs)

    def _member(self, value: Any) -> Any:
        return None if value in _BLANKS else self.enum(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(lazy_gettext("Not a choice of the list.")) from None

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and self.data not in self.offered:
            raise StopValidation(lazy_gettext("Not a choice of the list."))

    @property
    def choices_for_render(self) -> list[tuple[str, str, bool]]:
        """(value, words, is selected) for the template."""
        return [
            (member.value, gettext(enum_label(member)), member == self.data)
            for member in self.enum
            if member in self.offered
        ]


class YesNoUnknownField(ChoiceField):
    """Yes, no, or nothing while it is not known: a box could not say the third, and would save « no » for it."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, enum=(True, False), **kwargs)

    def _member(self, value: Any) -> bool | None:
        if value is None or isinstance(value, bool):
            return value
        if value not in {"", "1", "0"}:
            raise ValueError(value)
        return value == "1" if value else None

    @property
    def choices_for_render(self) -> list[tuple[str, str, bool]]:
        return [("1", gettext("Yes"), self.data is True), ("0", gettext("No"), self.data is False)]


class RelationField(Field):
    """A row of another table, as its id. `fetch` gives the labels of ids in the reader's scope, and refuses others.

    `options` lists the rows of a table expected to be short; without it, or when it gives none or turns out long, the
    browser asks `lookup_url`, 20 at a time. `within` is the field of the form that its choices hang on.
    """

    render_kind = "relation"
    is_multiple = False

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        target: type,
        fetch: Callable[[list[int]], dict[int, str]],
        options: Callable[[], list[tuple[int, str]] | None] | None = None,
        lookup_url: Callable[[], str] | None = None,
        within: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.within = within
        self.target, self.fetch, self.options, self._lookup_url = target, fetch, options, lookup_url
        self._listed: list[tuple[int, str]] | None = None
        self.known: dict[int, str] = {}

    @property
    def is_remote(self) -> bool:
        """Whether the choices are too many for a select."""
        if self._listed is None and self.options is not None:
            self._listed = self.options()
        return self._listed is None or len(self._listed) > MAX_OPTIONS

    @property
    def lookup_url(self) -> str | None:
        return self._lookup_url() if self._lookup_url else None

    def process_formdata(self, valuelist: list[str]) -> None:
        ids = [value for value in valuelist if value not in _BLANKS]
        if any(not _ID.fullmatch(value) or int(value) > MAX_ID for value in ids):
            self.data = [] if self.is_multiple else None
            raise ValueError(lazy_gettext("Not a choice of the list."))
        numbers = sorted({int(value) for value in ids})
        self.data = numbers if self.is_multiple else (numbers[0] if numbers else None)

    @property
    def ids(self) -> list[int]:
        if self.is_multiple:
            return list(self.data or ())
        return [] if self.data is None else [self.data]

    def take(self, ids: Iterable[int]) -> None:
        """Chooses these rows, less those that are not on offer."""
        wanted = list(ids)
        if self.is_remote:
            missing = [row_id for row_id in wanted if row_id not in self.known]
            if missing:
                self.known.update(self.fetch(missing))
        offered = self.known if self.is_remote else dict(self._listed or ())
        found = [row_id for row_id in wanted if row_id in offered]
        self.data = found if self.is_multiple else next(iter(found), None)

    def keep(self, ids: Collection[int]) -> None:
        """Offers these rows alone, where it lists them; what was chosen stays."""
        if not self.is_remote:
            self._listed = [(row_id, text) for row_id, text in self._listed or () if row_id in ids]

    def pre_validate(self, form: Any) -> None:
        missing = [row_id for row_id in self.ids if row_id not in self.known]
        if missing:
            self.known.update(self.fetch(missing))
        if any(row_id not in self.known for row_id in self.ids):
            raise StopValidation(lazy_gettext("Not a choice of the list."))

    @property
    def choices_for_render(self) -> list[tuple[str, str, bool]]:
        """(value, text, is selected) for the template."""
        chosen = set(self.ids)
        if not self.is_remote:
            offered = dict(self._listed or ())
            offered.update({row_id: self.known[row_id] for row_id in chosen if row_id in self.known})
            return [(str(row_id), text, row_id in chosen) for row_id, text in offered.items()]
        missing = [row_id for row_id in chosen if row_id not in self.known]
        if missing:
            self.known.update(self.fetch(missing))
        return [(str(row_id), self.known[row_id], True) for row_id in self.ids if row_id in self.known]


class RelationsField(RelationField):
    """Several rows of another table, as a sorted list of ids."""

    render_kind = "relations"
    is_multiple = True
