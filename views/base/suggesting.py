"""A line of text with the values in use as suggestions: one of them is chosen, or another typed."""

from collections.abc import Callable, Sequence
from typing import Any

from views.base.fields import TextField

MAX_SUGGESTIONS = 100


class SuggestingField(TextField):
    """`suggestions` gives the values in use, in order, when the page is laid out."""

    def __init__(
        self, label: Any = None, validators: Any = None, *, suggest: Callable[[], Sequence[str]], **kwargs: Any
    ):
        super().__init__(label, validators, **kwargs)
        self._suggest = suggest

    @property
    def suggestions(self) -> Sequence[str]:
        return self._suggest()
