"""The questions of a preview: each once, with its possible answers, and what a person answers."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from mdo.kernel.imports.asking import BLANK, LEAVE, Answers, WaitingQuestion
from mdo.kernel.imports.keeping.answers import as_chosen
from mdo.kernel.imports.keeping.stored import StoredHead
from views.base.catalogues import gettext, ngettext
from views.imports.sheet_names import sentence_of, shown_line, shown_sheet

MOST_SHOWN = 50  # on one page; the others come once these are answered
_AS_RADIOS = 6
_LONGEST_ANSWER = 250
_TYPED = "typed-"


@dataclass(frozen=True)
class AnswerField:
    """A question as its form shows it: its field, what it says, where, its choices (value, words), what holds.

    `refused` says why what was `typed` answers nothing.
    """

    name: str
    text: str
    where: str
    choices: tuple[tuple[str, str], ...]
    takes_text: bool
    chosen: str = ""
    typed: str = ""
    refused: str = ""
    remembered: str = ""
    family: str = ""
    column: str = ""
    is_proposed: bool = False

    @property
    def has_radios(self) -> bool:
        return len(self.choices) <= _AS_RADIOS

    @property
    def typed_name(self) -> str:
        return _TYPED + self.name


@dataclass(frozen=True)
class QuestionPage:
    """What waits for an answer (as many as a page shows, of `total`), what is proposed, and what was answered."""

    waiting: tuple[AnswerField, ...]
    answered: tuple[AnswerField, ...]
    total: int
    proposed: tuple[AnswerField, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return ngettext("%(num)d question", "%(num)d questions", self.total)

    @property
    def rest(self) -> int:
        return self.total - len(self.waiting)

    @property
    def has_kept(self) -> bool:
        """Whether some answers serve the next workbooks: those that say what a value is."""
        return any(one.family for one in (*self.waiting, *self.answered))

    @property
    def has_remembered(self) -> bool:
        return any(one.remembered for one in self.answered)


def question_page(
    head: StoredHead,
    answers: Answers,
    remembered: Answers,
    names: Callable[[str], Iterable[str]],
    file_name: str,
) -> QuestionPage:
    """The questions of a plan, with the answers given for this file and those of earlier ones.

    `names` gives what may be typed in answer of a family.
    """
    waiting = tuple(
        _field(one, answers.get(one.question.key), file_name, is_waiting=True) for one in head.questions[:MOST_SHOWN]
    )
    told = tuple(
        _field(
            one,
            answers.get(one.question.key, remembered.get(one.question.key, one.question.proposed or None)),
            file_name,
            is_remembered=one.question.key not in answers and one.question.key in remembered,
        )
        for one in head.answered
    )
    proposed, answered = (tuple(one for one in told if one.is_proposed is wanted) for wanted in (True, False))
    families = dict.fromkeys(one.family for one in (*waiting, *answered) if one.takes_text and one.family)
    offered = {family: tuple(names(family)) for family in families}
    names_offered = {name: all_ for name, all_ in offered.items() if all_}
    return QuestionPage(waiting, answered, head.question_count, proposed, names_offered)


def _field(
    asked: WaitingQuestion, answer: str | None, file_name: str, *, is_waiting: bool = False, is_remembered: bool = False
) -> AnswerField:
    question = asked.question
    # That its lines are left aside is offered of every question.
    choices = tuple((option.value, option.text(gettext)) for option in question.options if option.value != LEAVE)
    is_choice = answer in (LEAVE, BLANK) or answer in {value for value, _ in choices}
    typed = "" if answer is None or is_choice or not question.takes_text or answer.startswith("#") else answer
    refused = ""
    if is_waiting and typed:
        refused = gettext("« %(value)s » answers nothing here: choose among the answers, or type another.", value=typed)
    return AnswerField(
        field_name(question.key),
        sentence_of(question.message, question.params, file_name),
        _where(asked, file_name),
        choices,
        question.takes_text,
        chosen=(answer or "") if is_choice else "",
        typed=typed,
        refused=refused,
        remembered=gettext("as last time") if is_remembered else "",
        family=question.family,
        column=question.column,
        is_proposed=bool(question.proposed),
    )


def _where(asked: WaitingQuestion, file_name: str) -> str:
    """« 14 lines: Feuil1, lines 3, 5, 8… »."""
    by_sheet: dict[str, list[str]] = {}
    for sheet, number in asked.lines:
        by_sheet.setdefault(shown_sheet(sheet, file_name), []).append(str(shown_line(number, file_name)))
    places = "; ".join(
        gettext("%(sheet)s, line %(numbers)s", sheet=sheet, numbers=", ".join(numbers))
        for sheet, numbers in by_sheet.items()
    )
    more = "…" if asked.count > len(asked.lines) else ""
    count = ngettext("%(num)d line", "%(num)d lines", asked.count)
    return f"{count} ({places}{more})" if places else count


def field_name(key: str) -> str:
    """The field of the form that answers a question."""
    return "answer-" + hashlib.sha256(key.encode()).hexdigest()[:20]


def posted_answers(
    form: MultiDict[str, str],
    asked: Iterable[WaitingQuestion],
    known: Answers,
    names: Callable[[str], Mapping[str, str]],
) -> dict[str, str]:
    """The answers of a form that differ from those that it showed: what is typed goes before what is chosen.

    `names` gives the answers behind the names of a family: one that is typed is as good as chosen.
    """
    answers = {}
    for one in asked:
        question = one.question
        name = field_name(question.key)
        typed = form.get(_TYPED + name, "").strip()[:_LONGEST_ANSWER].lstrip("!") if question.takes_text else ""
        possible = {option.value for option in question.options} | {LEAVE}
        chosen = form.get(name, "")
        if typed and typed != known.get(question.key):
            answers[question.key] = as_chosen(typed, names(question.family))
        elif chosen in possible and chosen != known.get(question.key, question.proposed):
            answers[question.key] = chosen
    return answers
