"""What a file leaves open, asked once for all the lines that it concerns, and what was answered."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_, Translate

Answers = Mapping[str, str]  # by key of a question: the value of an option, or the text that was typed
# Answers that no row, word or text is: the lines are left aside, the cell is taken for an empty one, a row is made.
LEAVE, BLANK, CREATE = "!leave", "!blank", "!create"
LEFT_ASIDE = N_("Left aside, as was answered: %(question)s")


@dataclass(frozen=True)
class Option:
    """A possible answer: the value that is kept, and its words (a message id, or text as it is shown: `is_text`)."""

    value: str
    label: str
    is_text: bool = False

    def text(self, translate: Translate) -> str:
        """Its words for the reader."""
        return self.label if self.is_text else translate(self.label)


@dataclass(frozen=True)
class Question:
    """A question to who sent the file; lines with one key share it and its answer.

    `message` is a message id; `column` is the header of the cells concerned, if they are of one. Something else than
    the options may be typed when it `takes_text`. `family` names what a value is one of (see `unknown`): its answer is
    remembered for the next files. Of one that only proposes, `proposed` is the answer that holds until another is
    given: no line waits for it.
    """

    key: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    takes_text: bool = False
    column: str = ""
    family: str = ""
    proposed: str = ""

    def text(self, translate: Translate) -> str:
        """The sentence for the reader."""
        return RuleViolation(self.message, **self.params).text(translate)

    def sentence(self, translate: Translate) -> str:
        """The same with the first answers, where nothing can be chosen."""
        words = ", ".join(option.text(translate) for option in self.options[:3] if option.value != BLANK)
        return f"{self.text(translate)} {words}" if words else self.text(translate)


@dataclass(frozen=True)
class WaitingQuestion:
    """A question with how many lines wait for its answer, and the first of them (sheet, number)."""

    question: Question
    count: int
    lines: tuple[tuple[str, int], ...]


class Gathered:
    """Gathers the questions of lines, each once, in the order of the file; at `most` so many are held."""

    FIRST = 3

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._found: dict[str, tuple[Question, list[tuple[str, int]]]] = {}
        self._beyond: set[int] = set()  # the hashes of the keys of those that are not held
        self._counts = Counter[str]()
        self._told: set[int] = set()  # of each question on a line the hash alone: each of 20,000 may have its own

    def add(self, sheet: str, number: int, questions: Iterable[Question]) -> None:
        """Adds those of a line."""
        for question in questions:
            if len(self._found) == self._most and question.key not in self._found:
                self._beyond.add(hash(question.key))
                continue
            _, lines = self._found.setdefault(question.key, (question, []))
            told = hash((question.key, sheet, number))
            if told in self._told:  # a row that says several things is one line to who reads the file
                continue
            self._told.add(told)
            self._counts[question.key] += 1
            if len(lines) < self.FIRST:
                lines.append((sheet, number))

    def all(self) -> tuple[WaitingQuestion, ...]:
        """The questions that are held, with their lines."""
        return tuple(
            WaitingQuestion(question, self._counts[key], tuple(lines)) for key, (question, lines) in self._found.items()
        )

    @property
    def more(self) -> int:
        """How many others there are."""
        return len(self._beyond)
