"""What a meeting to come still needs, in ticks and in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mdo.meetings.needs import Thing, missing_of
from views.base.catalogues import gettext

_SHOWN = 5


@dataclass(frozen=True)
class Ready:
    """`ticks` (done, open or late) say what a meeting has of what it needs, `count` and `said` the same in words."""

    ticks: tuple[str, ...]
    count: str
    said: str
    tone: str


def readiness_of(things: Sequence[Thing]) -> Ready:
    """« 5 sur 6 », and what is missing, the most urgent first."""
    missing = missing_of(things)
    return Ready(
        ticks=tuple("done" if thing.is_done else "late" if thing.is_late else "open" for thing in things),
        count=gettext("%(done)d of %(all)d", done=len(things) - len(missing), all=len(things)),
        said=_said(missing),
        tone="ok" if not missing else "late" if missing[0].is_late else "warn",
    )


def _said(missing: Sequence[Thing]) -> str:
    if not missing:
        return gettext("All is ready")
    late = [thing for thing in missing if thing.is_late]
    first, more = missing[:_SHOWN], len(missing) - _SHOWN
    parts = []
    if late:
        parts.append(gettext("Late: %(what)s", what=_named([thing for thing in first if thing.is_late])))
    rest = [thing for thing in first if not thing.is_late]
    if rest:
        parts.append(gettext("To do: %(what)s", what=_named(rest)))
    if more > 0:
        parts.append(gettext("and %(count)d more", count=more))
    return " · ".join(parts)


def _named(things: Sequence[Thing]) -> str:
    return ", ".join(gettext(thing.label) if thing.paper is not None else _inside(thing.label) for thing in things)


def named(labels: Iterable[str]) -> str:
    """Needs of the mission, in the middle of a sentence."""
    return ", ".join(map(_inside, labels))


def _inside(label: str) -> str:
    """Words of the mission in the middle of a sentence: « Salle confirmée » is « salle confirmée »; « LSF » stays."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
