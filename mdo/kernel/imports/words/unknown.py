"""A value that the register or a closed list does not know: what it may be, as a question, or as an obvious variant."""

from collections.abc import Callable
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import BLANK, Option, Question
from models.text import fold

READ_AS = N_("« %(value)s » was read as « %(read)s ».")
_LEFT_BLANK = N_("Leave the cell empty")
_AS_STORED = N_("Leave it as it is in the register")
_LONGEST_VALUE = 120


class Unknown(RuleViolation):
    """Nothing of a `family` goes by the `value` of a cell, which is a question; as a refusal, it says what to type.

    `options` are the likeliest answers, the nearest first, of what the reader may see alone; `resolve` gives what an
    answer (the value of an option, or text that was typed) stands for, or raises RuleViolation. `likely` is what the
    value says by an obvious variant, in the words of `read`: then nothing is asked.
    """

    def __init__(
        self,
        message: str,
        *,
        family: str,
        value: str,
        question: str,
        options: tuple[Option, ...] = (),
        resolve: Callable[[str], Any],
        takes_text: bool = False,
        likely: Any = None,
        read: Any = "",
        **params: Any,
    ) -> None:
        super().__init__(message, value=value, **params)
        self.family = family
        self.value = value
        self.options = options
        self.resolve = resolve
        self.likely = likely
        self.read = read
        self._question = question
        self._takes_text = takes_text

    @property
    def key(self) -> str:
        """What lines share: the family and the value, case, accents and punctuation aside."""
        return f"{self.family}:{(fold(self.value) or self.value)[:_LONGEST_VALUE]}"

    def or_new(self, option: Option, made: Any) -> "Unknown":
        """The same, that may be answered by what is `made` of the value."""
        options, resolve = (*self.options, option), self.resolve
        self.options = options
        self.resolve = lambda answer: made if answer == option.value else resolve(answer)
        return self

    def question(self, column: str, *, may_be_blank: bool, is_stored: bool = False) -> Question:
        """The question of a cell; one of a stored row is left as it is rather than empty."""
        blank = (Option(BLANK, _AS_STORED if is_stored else _LEFT_BLANK),) if may_be_blank or is_stored else ()
        options = (*self.options, *blank)
        params = {"value": self.value}
        if "%(nearest)s" in self._question:
            params["nearest"] = self.params["nearest"]
        return Question(self.key, self._question, params, options, self._takes_text, column, self.family)
