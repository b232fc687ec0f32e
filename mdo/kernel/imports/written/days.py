"""Days that readers refuse or that may be read in two ways: read by a convention that is told, or asked."""

import datetime as dt
import re
from dataclasses import replace

from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import add_months
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.cells.values import to_date
from mdo.kernel.imports.declaring import Shape
from mdo.kernel.imports.written.drafts import DraftLine, key_of
from mdo.kernel.imports.written.partial import Partial, Precision, day_in_words, partial_of, without_hour
from models.text import fold

_BOTH_WAYS = re.compile(r"(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?\d{2,4}")
_FROM_TO = re.compile(
    r"(?:du |de )?(?P<first>.+?)\s*(?:\s[-–—]\s|→|\bau\b|\bà\b|\bjusqu'au\b)\s*(?P<last>.+)", re.IGNORECASE
)
_TWO_DAYS = re.compile(r"(?:les? )?(\d{1,2})(?:er)? ?(?:et|ou|&|/|-|–) ?(\d{1,2}) ([^\W\d_]+\.? \d{4})", re.IGNORECASE)
_OF_SITTING = re.compile(
    r"(?:réunion|séance|bureau|plénière|conseil|cq|ag|assemblée|commission)\b[^\d]*? (?:du|le) "
    r"(?P<day>.+)",
    re.IGNORECASE,
)
_IS_NOT_YET = re.compile(
    r"(au plus |des que |le plus )?(possible|vite|tot)( possible)?|asap|rapidement|prochainement|urgent"
    r"|immediat(ement)?|permanent|en continu"
    r"|(date )?(a|non|pas) (definir|defini|definie|preciser|precise|fixer|fixee?|voir|confirmer)"
    r"|(sans|pas de) (date|delai|echeance)"
)
_PERIOD = ("start_on", "planned_end_on")  # what a period in one cell fills, wherever both are columns

_DAY_FIRST = N_("« %(value)s » is read as %(day)s: the day comes first, here as in the whole file.")
_IN_WORDS = N_("« %(value)s » was read as %(day)s.")
_TAKEN_FIRST = N_("« %(value)s » gives no day: the first one was taken, %(day)s.")
_PERIOD_READ = N_("« %(value)s » was read as a start and an end: %(first)s, %(last)s.")
_WHICH_OF_TWO = N_("« %(value)s » in « %(column)s » are two days: which one is meant?")
_QUESTIONS = {
    Precision.MONTH: N_("« %(column)s » gives a month without its day (« %(value)s »): which day is meant?"),
    Precision.YEAR: N_("« %(column)s » gives a year alone (« %(value)s »): which day is meant?"),
    Precision.SEASON: N_("« %(column)s » gives a season (« %(value)s »): which day is meant?"),
    Precision.SCHOOL_YEAR: N_("« %(column)s » gives a school year (« %(value)s »): which day is meant?"),
    Precision.YEARS: N_("« %(column)s » gives years alone (« %(value)s »): which day is meant?"),
    Precision.NO_YEAR: N_("« %(column)s » gives a day without its year (« %(value)s »): which year is meant?"),
    Precision.MONTH_FIRST: N_("« %(column)s » holds « %(value)s »: is the month written before the day there?"),
}
_FIRST_OF = {
    Precision.MONTH: N_("The first of the month"),
    Precision.YEAR: N_("1 January of that year"),
    Precision.SEASON: N_("The first day of the season"),
    Precision.SCHOOL_YEAR: N_("1 September, when it begins"),
    Precision.YEARS: N_("1 January of the first year"),
}
_LAST_OF = {
    Precision.MONTH: N_("The last day of the month"),
    Precision.YEAR: N_("31 December of that year"),
    Precision.SEASON: N_("The first of the month when it begins"),
    Precision.SCHOOL_YEAR: N_("31 August, when it ends"),
    Precision.YEARS: N_("31 December of the last year"),
}
_SCHOOL_YEARS = N_("« %(column)s » gives school years (« %(value)s ») for a start: are they over on 31 August?")
_YEARS = N_("« %(column)s » gives years (« %(value)s ») for a start: are they over on the last 31 December?")
_TO_DECEMBER = Option("both", N_("Yes: from 1 January of the first to a planned end on 31 December of the last"))
_FROM_JANUARY = Option("start", N_("No: they begin on 1 January, and nothing says when they end"))
_WITH_END = Option("both", N_("Yes: from 1 September to a planned end on 31 August"))
_START_ALONE = Option("start", N_("No: they begin on 1 September, and nothing says when they end"))
_THIS_YEAR, _LAST_YEAR = N_("This year"), N_("Last year")
_NOT_YET = N_("« %(column)s » says « %(value)s », and no day: which one is it?")
_NO_DAY = Option("blank", N_("None: leave the day empty"))
_MONTH_FIRST = Option("month_first", N_("Yes, in the whole column"))
_DAY_COLUMN = Option("day_first", N_("No: these cells are wrong"))


def days(draft: DraftLine) -> None:
    """Rewrites the days of a line."""
    file = draft.file
    if all(name in file.fields for name in _PERIOD):
        _part_period(draft)
    for name in file.of_shape(Shape.DATE, Shape.MOMENT):
        is_day = file.fields[name].shape is Shape.DATE
        text = draft.text(name)
        cell = draft.cells.get(name)
        if not text or isinstance(cell, dt.date | dt.time | dt.timedelta):
            continue
        if is_day and isinstance(cell, str) and (bare := without_hour(text)) != text:
            draft.put(name, bare)
            text, cell = bare, bare
        if key_of("day", Precision.MONTH_FIRST, draft.header(name)) in file.month_first:
            _month_first(draft, name, text)
        elif file.reads(name, cell):
            _tell_day_first(draft, name, text)
        elif day := day_in_words(text) or _day_of_sitting(draft, name, text):
            draft.put(name, day)
            draft.note(_IN_WORDS, value=text, day=day)
        elif match := _TWO_DAYS.fullmatch(text):
            _one_of_two(draft, name, text, [f"{match[1]} {match[3]}", f"{match[2]} {match[3]}"])
        elif found := partial_of(text, file.today.year):
            _complete(draft, name, text, found)
        elif _IS_NOT_YET.fullmatch(fold(text)):
            _not_yet(draft, name, text)


def _day_of_sitting(draft: DraftLine, name: str, text: str) -> dt.date | None:
    """« Bureau du 12/03/2026 »: where a day is asked for, the day of what sat."""
    match = _OF_SITTING.fullmatch(text)
    return to_date(match["day"], draft.file.today) if match and draft.file.reads(name, match["day"]) else None


def _part_period(draft: DraftLine) -> None:
    start, end = _PERIOD
    text = draft.text(start)
    match = None if end in draft.cells or not text else _FROM_TO.fullmatch(text)
    if match is None or draft.file.reads(start, draft.cells[start]):
        return
    if draft.file.reads(start, match["first"]) and draft.file.reads(start, match["last"]):
        first, last = (to_date(match[name], draft.file.today) for name in ("first", "last"))
        draft.note(_PERIOD_READ, value=text, first=first, last=last)
        draft.put(start, first)
        draft.put(end, last, start)


def _tell_day_first(draft: DraftLine, name: str, text: str) -> None:
    match = _BOTH_WAYS.fullmatch(text)
    if not match or match[1] == match[2] or max(int(match[1]), int(match[2])) > 12:
        return
    day = draft.file.fields[name].read(draft.cells[name], draft.file.today)
    # A day that is read as it is written is nothing to check.
    if text != f"{day:%d/%m/%Y}" and draft.file.is_first("day_first"):
        draft.note(_DAY_FIRST, value=text, day=day)


def _month_first(draft: DraftLine, name: str, text: str) -> None:
    """A column that holds 04/25/2024 may hold 03/04/2024 for 4 March: one answer for all of it."""
    match = re.fullmatch(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})", text)
    if match is None:
        return
    column = draft.header(name)
    key = key_of("day", Precision.MONTH_FIRST, column)
    params = {"column": column, "value": draft.file.month_first[key]}
    message = _QUESTIONS[Precision.MONTH_FIRST]
    answer = draft.ask(Question(key, message, params, (_MONTH_FIRST, _DAY_COLUMN), column=column))
    if answer is None:
        draft.wait(name)
    elif answer == "!blank":
        draft.cells.pop(name)
    elif answer == _MONTH_FIRST.value:
        turned = f"{match[3]}/{match[1]}/{match[4]}"
        draft.put(name, to_date(turned, draft.file.today) if draft.file.reads(name, turned) else text)
        if isinstance(draft.cells[name], dt.date):
            draft.note(_IN_WORDS, value=text, day=draft.cells[name])


def _one_of_two(draft: DraftLine, name: str, text: str, two: list[str]) -> None:
    """« 9 et 10 octobre 2025 »: one of both, where they are days."""
    found = [day for said in two if (day := draft.file.as_day(said)) and isinstance(day, dt.date)]
    if len(found) < 2:
        return
    column = draft.header(name)
    options = tuple(Option(f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}", is_text=True) for day in found)
    params = {"value": text, "column": column}
    answer = draft.ask(Question(key_of("two-days", text), _WHICH_OF_TWO, params, (*options, _NO_DAY), column=column))
    del draft.cells[name]
    if answer is None:
        draft.wait(name)
    elif answer != _NO_DAY.value:
        draft.put(name, draft.file.as_day(answer))


def _complete(draft: DraftLine, name: str, text: str, found: Partial) -> None:
    precision = found.precision
    end = _end_of(draft, name)
    if precision in (Precision.SCHOOL_YEAR, Precision.YEARS) and end and end not in draft.cells and not found.is_vague:
        _stretch(draft, name, end, text, found)
        return
    is_start = name.startswith("start") and draft.file.fields[name].shape is Shape.DATE
    if is_start and precision in (Precision.MONTH, Precision.SCHOOL_YEAR) and not found.is_vague:
        draft.put(name, found.first)
        draft.note(_TAKEN_FIRST, value=text, day=found.first)
        return
    column = draft.header(name)
    words = (_THIS_YEAR, _LAST_YEAR) if precision is Precision.NO_YEAR else (_FIRST_OF[precision], _LAST_OF[precision])
    options = (Option("first", words[0]), Option("last", words[1]), _NO_DAY)
    key = key_of("day", precision, column)
    params = {"column": column, "value": text}
    answer = draft.ask(Question(key, _QUESTIONS[precision], params, options, True, column))
    last = found.first.replace(day=1) if precision is Precision.SEASON else found.last
    if precision is Precision.NO_YEAR:
        last = add_months(found.first, -12)
    del draft.cells[name]
    if answer is None:
        draft.wait(name)
    if answer in ("first", "last"):
        draft.put(name, found.first if answer == "first" else last)
    elif answer and answer != "blank" and not answer.startswith("!"):
        draft.put(name, draft.file.as_day(_typed(answer, found)))
    if answer is not None:
        draft.note(_IN_WORDS, value=text, day=draft.cells.get(name) or "–")


def _end_of(draft: DraftLine, start: str) -> str:
    """The field of the end that goes with a field of a start, nothing where there is none."""
    ends = (start.replace("start_on", end) for end in ("planned_end_on", "end_on"))
    return next((end for end in ends if end != start and end in draft.file.fields), "")


def _stretch(draft: DraftLine, start: str, end: str, text: str, found: Partial) -> None:
    """Years as a start: their first day, and their last one as the planned end where that was said."""
    column = draft.header(start)
    key = key_of("day", found.precision, column)
    of_school = found.precision is Precision.SCHOOL_YEAR
    options = (_WITH_END, _START_ALONE) if of_school else (_TO_DECEMBER, _FROM_JANUARY)
    params = {"column": column, "value": text}
    message = _SCHOOL_YEARS if of_school else _YEARS
    answer = draft.ask(Question(key, message, params, options, not of_school, column))
    if answer == _WITH_END.value:
        draft.note(_PERIOD_READ, value=text, first=found.first, last=found.last)
        draft.put(start, found.first)
        draft.put(end, found.last, start)
    elif answer == _START_ALONE.value:
        draft.note(_TAKEN_FIRST, value=text, day=found.first)
        draft.put(start, found.first)
    elif answer is None or answer.startswith("!") or of_school:
        draft.wait(start)
        if answer is not None:
            draft.waiting.discard(start)
    else:
        draft.put(start, draft.file.as_day(_typed(answer, found)))
        draft.note(_IN_WORDS, value=text, day=draft.cells[start])


def _not_yet(draft: DraftLine, name: str, text: str) -> None:
    """« Dès que possible »: no day, unless one is typed."""
    column = draft.header(name)
    question = Question(key_of("day", "not yet", column), _NOT_YET, {"column": column, "value": text}, (_NO_DAY,), True)
    answer = draft.ask(replace(question, column=column))
    draft.wait(name)
    if answer is None:
        return
    draft.waiting.discard(name)
    if answer != _NO_DAY.value and not answer.startswith("!"):
        draft.put(name, draft.file.as_day(answer))
    draft.note(_IN_WORDS, value=text, day=draft.cells.get(name) or "–")


def _typed(answer: str, found: Partial) -> str:
    """The day that was typed: whole (as it stands), or a day and a month of that year, or a day of that month."""
    if found.precision is Precision.NO_YEAR and re.fullmatch(r"\d{4}", answer.strip()):
        return f"{found.first:%d/%m}/{answer.strip()}"
    match = re.fullmatch(r"(\d{1,2})(?:[/.\-](\d{1,2}))?", answer.strip())
    if match is None:
        return answer
    month = int(match[2]) if match[2] else found.first.month
    for year in (found.first.year, found.last.year):
        try:
            day = dt.date(year, month, int(match[1]))
        except ValueError:
            continue
        if found.first <= day <= found.last:
            return f"{day:%d/%m/%Y}"
    return answer
