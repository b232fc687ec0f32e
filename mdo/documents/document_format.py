"""How papers speak: the translator and the words of dates and times, which the edge passes in."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.base.periods import PARIS
from models.meetings import Meeting


def no_quorum(meeting: Meeting) -> str:
    """What is said of the quorum of a body that has no rule."""
    return ""


def as_it_is(value: Any, kind: str = "") -> str:
    """A value as text; empty when there is none."""
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Wording:
    """`full_date` says « mardi 24 novembre 2026 »; times are those of Europe/Paris.

    `quorum` is the sentence of the page, with its figures and its rule, so that papers say the very same; `value`
    writes a value of a kind (mdo.kernel.fields.columns) as pages do.
    """

    translate: Translate
    full_date: Callable[[dt.date], str]
    quorum: Callable[[Meeting], str] = no_quorum
    value: Callable[..., str] = as_it_is

    def day(self, moment: dt.datetime) -> str:
        """The day of a moment, in words."""
        return self.full_date(moment.astimezone(PARIS).date())

    def time(self, moment: dt.datetime) -> str:
        """The hour of a moment: « 18 h 30 »."""
        local = moment.astimezone(PARIS)
        return self.translate(N_("%(hour)02d:%(minute)02d")) % {"hour": local.hour, "minute": local.minute}

    def one_after_another(self, names: Sequence[str]) -> str:
        """« A, B et C »."""
        if len(names) < 2:
            return "".join(names)
        return self.translate(N_("%(names)s and %(last)s")) % {"names": ", ".join(names[:-1]), "last": names[-1]}
