"""What is asked of a report, read from words (the command line) and said in words (the sheet « About », the log)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import or_, select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.imports.cells.values import to_date
from mdo.kernel.imports.words.nearest import nearest
from mdo.kernel.labels import enum_label
from mdo.reports.declaration import PARAMETER_LABELS, PERSONAL, PERSONAL_LABEL, Parameter, Report, Values
from models.contracts import ContractState
from models.instances import Instance, InstanceType
from models.territory import Arrondissement
from models.text import fold

FIRST, LAST = "from", "to"
_YES = frozenset({"1", "yes", "oui", "true", "vrai"})
_NO = frozenset({"0", "no", "non", "false", "faux"})
_UNKNOWN = N_("« %(name)s » is not a parameter of this report: use one of %(names)s.")
_NO_DATE = N_("Give a day for « %(name)s », as in 24/11/2026.")
_NOT_YES_OR_NO = N_("Write « %(name)s » as yes or no.")
_NO_SUCH_ROW = N_("« %(value)s » is not known for « %(name)s »: perhaps %(names)s?")
_LAST_BEFORE_FIRST = N_("The period ends before it begins (%(first)s).")


def names_of(report: Report) -> tuple[str, ...]:
    """The names by which the command line gives the parameters of a report."""
    names: list[str] = []
    for parameter in report.parameters:
        names += (FIRST, LAST) if parameter is Parameter.PERIOD else (parameter.value,)
    return (*names, PERSONAL) if report.has_personal else tuple(names)


def read_values(session: AnySession, report: Report, pairs: Sequence[tuple[str, str]]) -> Values:
    """What pairs of a name and words ask for: « arrondissement » and « 5 », « body » and its code or name.

    A place may be given several times. Raises RuleViolation for what is not understood: nothing is left out in silence.
    """
    today = context_of(session).today
    names = names_of(report)
    for name, _ in pairs:
        if name not in names:
            raise RuleViolation(_UNKNOWN, name=name, names=", ".join(names) or "–")
    asked = {name: [text for other, text in pairs if other == name] for name in names}
    default = report.default_values(today)
    first, last = default.first, default.last
    if asked.get(FIRST) or asked.get(LAST):
        first, last = _day(asked, FIRST, today), _day(asked, LAST, today)
    check_period(first, last)
    return Values(
        _day(asked, Parameter.DAY, today) or default.day,
        first,
        last,
        _ids(session, asked, Parameter.ARRONDISSEMENTS, Arrondissement, (Arrondissement.number, Arrondissement.name)),
        _ids(session, asked, Parameter.TYPES, InstanceType, (InstanceType.code, InstanceType.label)),
        _ids(session, asked, Parameter.BODIES, Instance, (Instance.code, Instance.name)),
        any(_is_yes(text) for text in asked.get(PERSONAL, ())),
        _states(asked, Parameter.CONTRACT_STATES),
    )


def check_period(first: dt.date | None, last: dt.date | None) -> None:
    """Refuses a period that ends before it begins: it would hold nothing, and look like an empty register."""
    if first is not None and last is not None and last < first:
        raise RuleViolation(_LAST_BEFORE_FIRST, field=Parameter.PERIOD, first=first)


def _day(asked: dict[str, list[str]], name: str, today: dt.date) -> dt.date | None:
    given = asked.get(name, ())
    if not given:
        return None
    day = to_date(given[-1], today)
    if day is None:
        raise RuleViolation(_NO_DATE, name=name)
    return day


def _is_yes(text: str) -> bool:
    folded = fold(text)
    if folded not in _YES | _NO:
        raise RuleViolation(_NOT_YES_OR_NO, name=PERSONAL)
    return folded in _YES


def _ids(
    session: AnySession, asked: dict[str, list[str]], name: str, model: Any, columns: tuple[Any, Any]
) -> frozenset[int]:
    given = asked.get(name, ())
    if not given:
        return frozenset()
    rows = session.execute(select(model.id, *columns)).all()
    by_words: dict[str, set[int]] = {}
    for row_id, *both in rows:
        for words in both:
            by_words.setdefault(fold(str(words)), set()).add(row_id)
    for text in given:
        if fold(text) not in by_words:
            close = ", ".join(nearest(text, [str(label) for _, _, label in rows])) or "–"
            raise RuleViolation(_NO_SUCH_ROW, value=text, name=name, names=close)
    return frozenset(row_id for text in given for row_id in by_words[fold(text)])


def _states(asked: dict[str, list[str]], name: str) -> frozenset[ContractState]:
    """States of contracts, by their value."""
    known = {fold(state.value): state for state in ContractState}
    given = asked.get(name, ())
    for text in given:
        if fold(text) not in known:
            raise RuleViolation(_NO_SUCH_ROW, value=text, name=name, names=", ".join(ContractState))
    return frozenset(known[fold(text)] for text in given)


def asked_in_words(session: AnySession, report: Report, values: Values, translate: Translate) -> str:
    """What is asked, on one line: the day or the period, where, and whether it holds personal data."""
    parts: list[tuple[str, str]] = []
    for parameter in report.parameters:
        words = _in_words(session, parameter, values, translate)
        if words:
            parts.append((PARAMETER_LABELS[parameter], words))
    if report.has_personal:
        parts.append((PERSONAL_LABEL, translate(N_("Yes") if values.with_personal else N_("No"))))
    pair = translate(N_("%(label)s: %(value)s"))
    return "\u202f; ".join(pair % {"label": translate(label), "value": words} for label, words in parts)


def _in_words(session: AnySession, parameter: Parameter, values: Values, translate: Translate) -> str:
    match parameter:
        case Parameter.DAY:
            return f"{values.day:%d/%m/%Y}"
        case Parameter.PERIOD:
            return _period_in_words(values, translate)
        case Parameter.ARRONDISSEMENTS:
            ids, order = values.arrondissement_ids, Arrondissement.number
            return _names(session, Arrondissement, Arrondissement.name, order, ids, translate)
        case Parameter.TYPES:
            order_of_types = InstanceType.position
            return _names(session, InstanceType, InstanceType.label, order_of_types, values.type_ids, translate)
        case Parameter.BODIES:
            return _names(session, Instance, Instance.name, Instance.sort_key, values.instance_ids, translate)
        case Parameter.CONTRACT_STATES:
            chosen = (state for state in ContractState if state in values.contract_states)
            return ", ".join(translate(enum_label(state)) for state in chosen)


def _period_in_words(values: Values, translate: Translate) -> str:
    first = f"{values.first:%d/%m/%Y}" if values.first else ""
    last = f"{values.last:%d/%m/%Y}" if values.last else ""
    if first and last:
        return translate(N_("from %(first)s to %(last)s")) % {"first": first, "last": last}
    if first:
        return translate(N_("from %(first)s")) % {"first": first}
    return translate(N_("until %(last)s")) % {"last": last} if last else ""


def _names(session: AnySession, model: Any, label: Any, order: Any, ids: Iterable[int], translate: Translate) -> str:
    wanted = sorted(ids)
    if not wanted:
        return ""
    found = list(session.scalars(select(label).where(or_(model.id.in_(wanted))).order_by(order, model.id)))
    missing = len(wanted) - len(found)
    # Asked for by an address, and out of the reader's sight: said, not dropped.
    return ", ".join([*found, *[translate(N_("not available"))] * missing])
