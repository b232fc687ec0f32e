"""What people say by signs: colours, strikes, comments, « † », « * », words in brackets; asked once by meaning."""

import datetime as dt
import re
from enum import StrEnum

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.cells.values import is_blank, to_date
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.reading.finding import BODY
from mdo.kernel.imports.words.vocabulary import YES_WORDS, WordList
from mdo.kernel.imports.written.colours import colour_name
from mdo.kernel.imports.written.drafts import DraftLine, key_of
from mdo.kernel.labels import ENUM_LABELS
from mdo.kernel.rules.never_kept import holds_never_kept
from models.text import fold

# Signs beside a name: symbols, words in brackets.
_SIGN = re.compile(r"(?<!\w)[*†✝‡°#]+|[*†✝‡°#]+(?!\w)|(?<![\w·])\([^()]*\)|\[[^\[\]]*\]")
_EDGES = " ,;:–—-"
DAY_IN = re.compile(r"\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)\b|\d{1,2}(?:er)? [^\W\d]+\.? \d{4}")
_TELLS = 5  # letters of a word that tells a field
LONGEST = 400  # letters of a cell that names someone, remarks beside the name included
NOTES, FUNCTION = "notes", "function"  # fields that take what a sign says, in the kinds that have them

_NOTHING = Option("nothing", N_("Nothing: the lines are read like the others"))
_TO_NOTES = Option("notes", N_("A remark: it goes to the notes of the record"))
_TO_FUNCTION = Option("function", N_("It is the function"))
_WHAT_SIGN = N_("What does « %(sign)s » mean, beside a name?")
_WHAT_SIGN_TOLD = N_("What does « %(sign)s » mean, beside a name? The file says « %(legend)s ».")
_WHAT_COLOUR = N_("Lines are in %(colour)s: what does this colour mean?")
_WHAT_COLOUR_TOLD = N_("Lines are in %(colour)s: what does this colour mean? The file says « %(legend)s ».")
_WHAT_STRIKE = N_("Names are struck through: what does it mean?")
_STRUCK_CELLS = N_("Cells of « %(column)s » are struck through (« %(value)s »): are they read?")
_SKIP = Option("skip", N_("No: they are read as empty cells"))
_READ = Option("read", N_("Yes, like the others"))
_COMMENTS = N_("Cells have comments (« %(comment)s »): what becomes of them?")
_TOLD_ONLY = Option("nothing", N_("They are told in this preview and kept nowhere"))
_SINCE = N_("« %(sign)s »: it is over (%(reason)s), but since which day? The lines do not say it.")
_SINCE_TOLD = N_("« %(sign)s »: it is over (%(reason)s), but since which day? A comment says « %(comment)s ».")
_SCHOOL_YEAR = Option("school", N_("The end of the last school year (31 August)"))
_UNDATED = Option("undated", N_("Over, on a day that is not known: today is kept as the latest possible"))
# Who lives by school years, as the body, the sheet or a header says it.
_OF_SCHOOL = re.compile(r"\b(enfant|jeune|ecol|eleve|collegien|lyce|scolaire|classe)")
# What signs and legends mean without saying it, in words of the closed list of reasons.
_MEANT = ((re.compile(r"[†✝‡]"), "décès"), (re.compile(r"\b(depart|parti|sorti|sortant|ancien)"), "fin de mandat"))
# What the notes say of such an end.
UNDATED = "Fin non datée : le jour exact n'est pas connu, celui qui est inscrit est le plus tardif possible."
_OF_COMMENT = Option("comment", N_("The day in the comment of each line"))
_CURRENT = Option("current", N_("None: they are not over"))

_LEFT_OUT = N_("« %(sign)s » was not read as a part of the name.")
_OVER = N_("« %(sign)s »: it is over (%(reason)s).")
_COMMENT = N_("Comment of a cell of « %(column)s »: « %(comment)s ».")
_COMMENT_NOTED = N_("Comment of a cell of « %(column)s »: « %(comment)s » goes to the notes.")
_NEVER = N_(
    "A comment of a cell of « %(column)s » holds the number of an identity paper or account: it is kept nowhere."
)
_NOT_READ = N_("« %(value)s », struck through in « %(column)s », is read as an empty cell.")
_STRUCK = N_("struck through")


def marks(draft: DraftLine) -> None:
    """Asks what the signs of a line mean, and writes it where its kind has a place for it."""
    for name in draft.file.names:
        draft.signs += taken_out(draft, name)
    for sign in dict.fromkeys(draft.signs):
        _of_sign(draft, sign)
    for name, one in draft.marks.items():
        if one.comment:
            _of_comment(draft, name, one.comment)
    _of_strikes(draft)
    for colour in dict.fromkeys(one.fill for one in draft.marks.values() if one.fill):
        if any(draft.marks[name].fill == colour and not draft.is_design(name, colour) for name in draft.marks):
            _of_colour(draft, colour)


def taken_out(draft: DraftLine, name: str) -> list[str]:
    """The signs of a name, which is left without them; one that is stored, or too long for a name, stays as it is."""
    text = draft.text(name)
    if len(text) > LONGEST or text in draft.file.stored:
        return []
    signs: list[str] = _SIGN.findall(text)
    bare = " ".join(_SIGN.sub(" ", text).split()).strip(_EDGES)
    words = reasons_of(draft)
    if words is not None and (found := _last_words(bare, words)):
        signs.append(found)
        bare = bare[: -len(found)].strip(_EDGES)
    if is_blank(bare):
        return []  # « (vacant) », « #N/A »: it stands in the place of a name
    if signs:
        draft.cells[name] = bare
    return signs


def _last_words(text: str, words: WordList) -> str:
    """The words at the end of a name that say why something is over."""
    parts = text.split()
    for start in range(1, len(parts)):
        tail = " ".join(parts[start:])
        if len(tail) > 4 and tail == tail.lower() and words.find(tail) is not None:
            return tail
    return ""


def reasons_of(draft: DraftLine) -> WordList | None:
    return draft.file.fields[draft.file.ending[1]].words if draft.file.ending else None


def reason_in(text: str, words: WordList) -> StrEnum | None:
    parts = fold(text).split()
    runs = (" ".join(parts[start:end]) for start in range(len(parts)) for end in range(len(parts), start, -1))
    return next((found for run in runs if len(run) > 2 and (found := words.find(run)) is not None), None)


def _of_sign(draft: DraftLine, sign: str) -> None:
    bare = sign.strip("()[] ") or sign
    words = reasons_of(draft)
    reason = reason_in(bare, words) if words else None
    key = key_of("mark", re.sub(DAY_IN, "", bare).strip() or bare)
    if reason is not None:
        end(draft, bare, reason, key, day_in(bare, draft.file.today))
        return
    legend = draft.file.legends.get(bare)
    params = {"sign": bare} if legend is None else {"sign": bare, "legend": legend}
    options = _options(draft, bare, legend or "")
    question = Question(key, _WHAT_SIGN if legend is None else _WHAT_SIGN_TOLD, params, options)
    _follow(draft, bare, key, draft.ask(question), (legend or bare).strip(f"{bare} :=–—-") or bare)


def _of_colour(draft: DraftLine, colour: str) -> None:
    name = RuleViolation(colour_name(colour))
    key = key_of("colour", colour)
    legend = draft.file.legends.get(colour)
    params = {"colour": name} if legend is None else {"colour": name, "legend": legend}
    question = Question(
        key, _WHAT_COLOUR if legend is None else _WHAT_COLOUR_TOLD, params, _options(draft, legend=legend or "")
    )
    _follow(draft, name, key, draft.ask(question), legend or "")


def _of_strikes(draft: DraftLine) -> None:
    struck = [name for name, one in draft.marks.items() if one.is_struck and draft.text(name)]
    if not struck:
        return
    filled = [name for name in draft.cells if draft.text(name)]
    if set(struck) & set(draft.file.names) or len(struck) * 2 > len(filled):
        question = Question("struck", _WHAT_STRIKE, {}, _options(draft))
        _follow(draft, RuleViolation(_STRUCK), "struck", draft.ask(question), "")
        return
    for name in struck:
        column, value = draft.header(name), draft.text(name)
        key = key_of("struck", column)
        params = {"column": column, "value": value}
        answer = draft.ask(Question(key, _STRUCK_CELLS, params, (_SKIP, _READ), column=column))
        if answer is None:
            draft.wait(name)
        elif answer != _READ.value:
            del draft.cells[name]
        if answer in (_SKIP.value, "!blank"):
            draft.note(_NOT_READ, value=value, column=column)


def _of_comment(draft: DraftLine, name: str, comment: str) -> None:
    comment = " ".join(comment.split())
    column = draft.header(name) if name in draft.file.fields else name
    if holds_never_kept(comment):
        draft.note(_NEVER, column=column)
        return
    text = comment if name in draft.file.names else f"{column} : {comment}"
    if draft.remark(text, name) or draft.remark(text):
        draft.note(_COMMENT_NOTED, column=column, comment=comment)
        return
    draft.note(_COMMENT, column=column, comment=comment)
    if NOTES in draft.file.noted:
        question = Question("comments", _COMMENTS, {"comment": comment}, (_TO_NOTES, _TOLD_ONLY))
        if draft.ask(question) == _TO_NOTES.value:
            _add_to_notes(draft, comment)


def _options(draft: DraftLine, sign: str = "", legend: str = "") -> tuple[Option, ...]:
    """The answers, first what the sign or what the file says of it speaks of."""
    options = [_NOTHING]
    said = f"{sign} {legend}"
    is_function = bool(sign) and any(letter.isalpha() for letter in said) and FUNCTION in draft.file.fields
    if is_function:
        options.append(_TO_FUNCTION)
    words = reasons_of(draft)
    if words is not None:
        options += [Option(f"over.{member.value}", ENUM_LABELS[type(member)][member]) for member in words.members]
    if NOTES in draft.file.noted:
        options.append(_TO_NOTES)
    if not sign:  # a colour may say yes to something
        options += [Option(f"yes.{name}", draft.file.fields[name].label) for name in _yes_no(draft)]
    reason = _meant_reason(said, words)
    fits = [f"over.{reason.value}"] if reason is not None else []
    fits += [f"yes.{name}" for name in _yes_no(draft) if not sign and _speaks_of(legend, draft.file.fields[name])]
    fits += [_TO_FUNCTION.value] if is_function else []
    return tuple(sorted(options, key=lambda one: fits.index(one.value) if one.value in fits else len(fits)))


def _meant_reason(text: str, words: WordList | None) -> StrEnum | None:
    """The reason for which something is over that a sign or its legend speaks of."""
    if words is None:
        return None
    meant = next((word for pattern, word in _MEANT if pattern.search(text) or pattern.search(fold(text))), "")
    return reason_in(text, words) or words.find(meant)


def _speaks_of(text: str, one: ImportField) -> bool:
    """Whether a text shares a word of some length with the headers of a field."""
    own = {word for header in one.synonyms for word in fold(header).split() if len(word) >= _TELLS}
    return bool(own & set(fold(text).split()))


def _yes_no(draft: DraftLine) -> list[str]:
    """The fields that take a yes."""
    words = ((name, one.words) for name, one in draft.file.fields.items())
    return [
        name for name, known in words if known is not None and next(iter(known.members.values()))[0] == YES_WORDS[0]
    ]


def _follow(draft: DraftLine, sign: str | RuleViolation, key: str, answer: str | None, text: str) -> None:
    """Does what was answered of a sign; whatever else it says, it is told."""
    words = reasons_of(draft)
    if answer and answer.startswith("over.") and words is not None:
        reason = next(member for member in words.members if member.value == answer.removeprefix("over."))
        end(draft, sign, reason, key, None)
        return
    if answer and answer.startswith("yes."):
        name = answer.removeprefix("yes.")
        if name in draft.file.fields and name not in draft.cells:
            draft.put(name, YES_WORDS[0])
    elif answer == _TO_NOTES.value and text:
        _add_to_notes(draft, text)
    elif answer == _TO_FUNCTION.value and FUNCTION not in draft.cells:
        draft.put(FUNCTION, text)
    elif answer is not None and isinstance(sign, str):
        draft.note(_LEFT_OUT, sign=sign)


def end(draft: DraftLine, sign: str | RuleViolation, reason: StrEnum, key: str, day: dt.date | None) -> None:
    """Ends what the line says, for a reason, on the day that it gives or that is asked once for the sign."""
    if draft.file.ending is None:
        return
    ended_on, end_reason = draft.file.ending
    words = RuleViolation(ENUM_LABELS[type(reason)][reason])
    if day is None and ended_on not in draft.cells:
        day = _day_of_reason(draft, reason)
    if day is None and ended_on not in draft.cells:
        comment = next((one.comment for one in draft.marks.values() if day_in(one.comment, draft.file.today)), "")
        in_comments = day_in(comment, draft.file.today)
        options = [*([_OF_COMMENT] if comment else []), *([_SCHOOL_YEAR] if _is_of_school(draft) else [])]
        params = {"sign": sign, "reason": words} | ({"comment": " ".join(comment.split())} if comment else {})
        question = Question(
            ":".join((key, "day", *(["comment"] if comment else []))), _SINCE_TOLD if comment else _SINCE, params,
            (*options, _UNDATED, _CURRENT), True, draft.header(ended_on),
        )  # fmt: skip
        answer = draft.ask(question)
        if answer is None or answer == _CURRENT.value or answer.startswith("!"):
            if answer is not None:
                draft.note(_LEFT_OUT, sign=sign)
            return
        if answer == _OF_COMMENT.value:
            day = in_comments
        elif answer == _UNDATED.value:
            day = draft.file.today
            draft.latest.add(ended_on)
            draft.remark(UNDATED, ended_on)
        else:
            draft.put(
                ended_on,
                _last_school_day(draft.file.today) if answer == _SCHOOL_YEAR.value else draft.file.as_day(answer),
            )
    if day is not None and ended_on not in draft.cells:
        draft.put(ended_on, day)
    if end_reason not in draft.cells:
        known = draft.file.fields[end_reason].words
        draft.put(end_reason, known.members[reason][0] if known else reason.value)
    draft.note(_OVER, sign=sign, reason=words)


def _day_of_reason(draft: DraftLine, reason: StrEnum) -> dt.date | None:
    """The day of a comment or a remark that says why it is over, as the sign does: « démission du 03/02/2025 »."""
    words = reasons_of(draft)
    texts = [*(one.comment for one in draft.marks.values()), *map(draft.text, remarks_of(draft))]
    said = (text for text in texts if words and reason_in(text, words) is reason)
    return next(filter(None, (day_in(comment, draft.file.today) for comment in said)), None)


def remarks_of(draft: DraftLine) -> list[str]:
    """The fields of a line that hold remarks."""
    known = draft.file.fields
    return [name for name in draft.cells if name in known and (name == NOTES or known[name].is_added)]


def _add_to_notes(draft: DraftLine, text: str) -> None:
    if draft.remark(text):
        return
    before = str(draft.cells.get(NOTES) or "")
    if text not in before:
        draft.put(NOTES, f"{before}\n{text}".strip())


def day_in(text: str, today: dt.date) -> dt.date | None:
    """The day that a remark gives, if it gives one."""
    found = DAY_IN.findall(text)
    try:
        return to_date(found[0], today) if len(found) == 1 else None
    except RuleViolation:
        return None


def _is_of_school(draft: DraftLine) -> bool:
    """Whether a line is of who lives by school years: a conseil de quartier does not."""
    said = (draft.text(BODY), draft.line.sheet, *draft.headers.values())
    return any(_OF_SCHOOL.search(fold(text)) for text in said)


def _last_school_day(today: dt.date) -> dt.date:
    last = dt.date(today.year, 8, 31)
    return last if last <= today else last.replace(year=today.year - 1)
