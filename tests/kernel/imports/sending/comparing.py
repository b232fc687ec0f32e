"""What differs between what is expected of each line and what the product did of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from models.text import fold
from tests.kernel.imports.sending.standing import key_of
from tests.kernel.imports.sending.written import NO_PLACE, Stands, name_key, plain
from tests.kernel.imports.sent.lines import Fact, Line

Place = tuple[str, int]


@dataclass
class Expected:
    """A fact that a line says: what it is, whose, its values; `open_` are names of values that may be anything."""

    what: str
    whose: tuple[str, ...]
    told: dict[str, Any]


@dataclass
class Facts:
    """The facts that are expected of a file against those that stand."""

    wrong: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    elsewhere: list[str] = field(default_factory=list)  # of no line


def expected_of(fact: Fact) -> Iterator[Expected]:
    """A fact of a module, as those of the register are told."""
    person = fact.get("person")
    if isinstance(person, dict):
        who = name_key(person["last_name"], person["first_name"])
        yield Expected("person", (who,), _told(person))
        if mandate := fact.get("mandate"):
            told = {name: value for name, value in mandate.items() if name != "body"}
            yield Expected("mandate", (who, key_of(mandate["body"])), _told(told))
    elif seat := fact.get("seat"):
        told = {name: value for name, value in seat.items() if name != "body"}
        yield Expected("seat", (key_of(seat["body"]),), _told(told))
    elif attendance := fact.get("attendance"):
        whose = name_key(attendance.get("person") or attendance["guest"]), key_of(attendance["body"])
        told = {name: attendance[name] for name in ("state", "represented_by") if name in attendance}
        yield Expected("attendance", (*whose, attendance["day"].isoformat()), _told(told))
    elif request := fact.get("request"):
        told = {name: value for name, value in request.items() if name != "body"}
        yield Expected("request", (key_of(request["body"]),), _told(told))
    elif organisation := fact.get("organisation"):
        told = {name: value for name, value in organisation.items() if name != "name"}
        yield Expected("organisation", (fold(organisation["name"]),), _told(told))
    elif meeting := fact.get("meeting"):
        told = {name: value for name, value in meeting.items() if name not in {"body", "day"}}
        yield Expected("meeting", (key_of(meeting["body"]), meeting["day"].isoformat()), _told(told))
    elif action := fact.get("action"):
        told = {name: value for name, value in action.items() if name not in {"body", "day", "text"}}
        whose = key_of(action["body"]), action["day"].isoformat(), fold(action["text"])
        yield Expected("action", whose, _told(told))
    elif supplier := fact.get("supplier"):
        told = {name: value for name, value in supplier.items() if name != "name"}
        yield Expected("supplier", (fold(supplier["name"]),), _told(told))
    elif contact := fact.get("contact"):
        told = {name: value for name, value in contact.items() if name not in {"supplier", "name"}}
        yield Expected("contact", (fold(contact["supplier"]), name_key(contact["name"])), _told(told))
    elif official := fact.get("elected_official"):
        yield Expected("elected_official", (key_of(official["body"]),), _told({"name": official["name"]}))
    else:
        raise ValueError(f"Nothing is known of {fact}")


def _told(values: dict[str, Any]) -> dict[str, Any]:
    told = {name: plain(value) for name, value in values.items() if name not in NO_PLACE}
    if "function" in told:
        told["function"] = fold(told["function"])
    if isinstance(told.get("substitute_for"), str):
        told["substitute_for"] = plain(told["substitute_for"])
    return told


def choices_of(line: Line) -> list[list[Fact]]:
    """What a line may write: as it says, or as one of its alternatives does."""
    refused: list[list[Fact]] = [[]] if may_be_refused(line) else []
    written = [line["facts"], *(other["facts"] for other in line.get("or", ()) if "facts" in other)]
    if any("instead of its end" in text for other in line.get("or", ()) for text in other.get("said", ())):
        written += [[_foreseen(fact) for fact in choice] for choice in written]
    return [*written, *refused]


def _foreseen(fact: Fact) -> Fact:
    """The same, the last day of the mandate being the one that was foreseen."""
    mandate = {name: value for name, value in fact["mandate"].items() if name not in {"end", "end_reason"}}
    return {**fact, "mandate": {**mandate, "due": fact["mandate"]["end"]}}


def may_be_refused(line: Line) -> bool:
    """Whether an error that says what is wrong is as good, as the module tells it."""
    said = [*line.get("said", ()), *(text for other in line.get("or", ()) for text in other.get("said", ()))]
    return any("an error" in text or "is refused" in text for text in said)


# Written beside what a file is for: compared where a line of the file says one.
_BESIDE = {"organisation", "meeting", "action"}
# What may stand where a line says nothing of it.
_WORKED_OUT = {
    ("person", "last_name"), ("person", "first_name"), ("seat", "state"), ("action", "closed"), ("request", "text"),
    ("request", "theme"), ("request", "place"),
}  # fmt: skip


def compare(
    module: ModuleType, stands: list[Stands], before: set[tuple[str, int]], of_rows: dict[int, set[Place]]
) -> Facts:
    """Compares; `before` are the rows that stood before, `of_rows` the lines that wrote each row."""
    found = Facts()
    by_key: dict[tuple[str, tuple[str, ...]], list[Stands]] = defaultdict(list)
    for fact in stands:
        by_key[fact.what, fact.whose].append(fact)
    own = _own_values(module)
    matched: set[int] = set()
    for line in module.LINES:
        place = line["sheet"], line["row"]
        tries = [_missing(choice, by_key, own) for choice in choices_of(line)]
        wrong, rows = min(tries, key=lambda tried: len(tried[0]))
        found.wrong[place] += wrong
        matched |= rows
    allowed = {(what, whose) for what, whose, _ in own}
    beside = _BESIDE - {what for what, _ in allowed}
    for fact in stands:
        if fact.what in beside:
            continue
        if id(fact.row) in matched or (fact.what, fact.row.id) in before:
            continue
        if fact.what == "person" and (fact.what, fact.whose) in allowed:
            continue
        said = f"+ {fact.what} {' / '.join(fact.whose)} {_values(fact.told)}: nobody said it"
        places = of_rows.get(id(fact.row))
        for place in places or ():
            found.wrong[place].append(said)
        if not places:
            found.elsewhere.append(said)
    return found


def _own_values(module: ModuleType) -> dict[tuple[str, tuple[str, ...], str], list[Any]]:
    """All that any line says of each fact, by the name of the value; the name "" for the fact itself."""
    own: dict[tuple[str, tuple[str, ...], str], list[Any]] = defaultdict(list)
    for line in module.LINES:
        for choice in choices_of(line):
            for fact in choice:
                for each in expected_of(fact):
                    own[each.what, each.whose, ""].append(None)
                    for name, value in each.told.items():
                        own[each.what, each.whose, name].append(value)
    return own


def _missing(
    facts: Iterable[Fact], by_key: dict[Any, list[Stands]], own: dict[Any, list[Any]]
) -> tuple[list[str], set[int]]:
    wrong: list[str] = []
    rows: set[int] = set()
    people: set[tuple[str, ...]] = set()  # told once, however many facts of a line are theirs
    for fact in facts:
        for each in expected_of(fact):
            if each.what == "person" and each.whose in people:
                continue
            people |= {each.whose} if each.what == "person" else set()
            here = [stands for stands in by_key[each.what, each.whose] if id(stands.row) not in rows]
            if not here:
                wrong.append(f"- {each.what} {' / '.join(each.whose)} {_values(each.told)}: is missing")
                continue
            told, nearest = min(
                ((_differences(each, stands, own), stands) for stands in here), key=lambda pair: len(pair[0])
            )
            rows.add(id(nearest.row))
            if told:
                wrong.append(f"- {each.what} {' / '.join(each.whose)}: {'; '.join(told)}")
    return wrong, rows


def _differences(expected: Expected, stands: Stands, own: dict[Any, list[Any]]) -> list[str]:
    told = []
    for name, value in expected.told.items():
        there = stands.told.get(name)
        if not _is_same(name, value, there, own[expected.what, expected.whose, name]):
            told.append(f"{name} {_word(value)}, is {_word(there)}")
    for name, there in stands.told.items():
        if name in expected.told or _is_worked_out(name, there, expected, stands):
            continue
        if not any(_is_same(name, value, there, ()) for value in own.get((expected.what, expected.whose, name), ())):
            told.append(f"{name} is {_word(there)}, which nobody said")
    return told


def _is_same(name: str, value: Any, there: Any, others: Iterable[Any]) -> bool:
    if name == "substitute_for" and isinstance(value, str):
        return isinstance(there, str) and name_key(value) == name_key(there)
    if name in {"last_name", "first_name", "represented_by", "representative", "name"} and isinstance(value, str):
        return name_key(value) == name_key(str(there or ""))
    if name == "address" and isinstance(value, str) and isinstance(there, str):
        return value.split() == there.split()
    if value in (None, "", False) and there in (None, ""):
        return value is not False
    # Two lines of one person may say two things, of which one stands.
    return bool(value == there or (there is not None and name == "email" and there in list(others)))


def _is_worked_out(name: str, there: Any, expected: Expected, stands: Stands) -> bool:
    if expected.what == "mandate" and name == "function":
        return there == "membre" or (there == "suppleance" and "substitute_for" in expected.told)
    if expected.what == "mandate" and name == "seat":
        return "substitute_for" in expected.told  # who stands in for the holder of a seat
    if expected.what == "person" and name == "city":
        return there == "lyon" and str(stands.told.get("postcode", "")).startswith("6900")
    return (expected.what, name) in _WORKED_OUT


def _word(value: Any) -> str:
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return "nothing" if value is None else repr(value)


def _values(told: dict[str, Any]) -> str:
    return ", ".join(f"{name} {_word(value)}" for name, value in told.items() if "name" not in name)
