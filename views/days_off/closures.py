"""Why a day is left aside, in words."""

from collections.abc import Sequence

from mdo.days_off.days import Closure, ClosureKind, public_holiday
from views.base.catalogues import gettext
from views.base.words import language


def closures_in_words(closures: Sequence[Closure]) -> str:
    """« vacances de printemps, Lundi de Pâques »: what closes days, one after the other."""
    words = []
    for closure in closures:
        if closure.kind is ClosureKind.WEEKEND:
            words.append(gettext("week-end"))
        elif closure.kind is ClosureKind.SCHOOL_HOLIDAY:
            words.append(closure.label[:1].lower() + closure.label[1:])
        elif closure.kind is ClosureKind.DATE_TO_AVOID:
            words.append(gettext("%(label)s (date to avoid)", label=closure.label))
        elif closure.day is not None:
            name = public_holiday(closure.day, language()) or ""
            words.append(gettext("%(name)s (public holiday)", name=name.replace("'", "’")))
    return ", ".join(words)
