"""The workbooks « as they were sent » say what becomes of each of their rows and cells, and agree with themselves."""

import importlib
import pkgutil
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.kernel.imports import sent
from tests.kernel.imports.sent.lines import Line
from tests.kernel.imports.sent.reading import filled_cells
from tests.kernel.imports.sent.refused import REFUSED, Refused

_SENT = [
    module
    for name in sorted(found.name for found in pkgutil.iter_modules(sent.__path__))
    if not name.startswith("test_")
    for module in [importlib.import_module(f"{sent.__name__}.{name}")]
    if hasattr(module, "LINES")
]
_FATES = {"T": "taken", "A": "asked", "L": "left"}
_COUNTED = {"mandates": "mandate", "vacant seats": "seat"}


def _named(module: ModuleType) -> str:
    return module.__name__.rsplit(".", 1)[-1]


def _total(lines: list[Line], what: str) -> int:
    facts = [fact for line in lines for fact in line["facts"]]
    if what == "people":
        return len({_who(fact["person"]) for fact in facts if fact.get("person")})
    return sum(1 for fact in facts if fact.get(_COUNTED.get(what, what.removesuffix("s"))))


def _who(person: dict[str, Any]) -> tuple[Any, ...]:
    return person["last_name"], person["first_name"], person.get("apart")


@pytest.mark.parametrize("module", _SENT, ids=_named)
def test_each_row_has_its_line_and_each_cell_its_fate(module: ModuleType, tmp_path: Path) -> None:
    module.workbook(tmp_path / module.FILE)
    filled = filled_cells(tmp_path / module.FILE, module)
    told: dict[str, dict[int, set[int]]] = {sheet: {} for sheet in filled}
    counts = {sheet: dict.fromkeys(_FATES.values(), 0) for sheet in filled}
    last = dict.fromkeys(filled, 0)
    for line in module.LINES:
        sheet, row = line["sheet"], line["row"]
        assert row == last[sheet] + 1, f"{sheet}: row {last[sheet] + 1} has no line, or {row} has two"
        last[sheet] = line.get("last_row", row)
        columns = {at for at, letter in enumerate(line["cells"], 1) if letter != "."}
        if columns:
            told[sheet][row] = columns
        for letter in line["cells"].replace(".", ""):
            counts[sheet][_FATES[letter]] += 1
    assert told == filled
    assert counts == module.CELLS


@pytest.mark.parametrize("module", _SENT, ids=_named)
def test_a_line_says_why_it_is_left_what_it_asks_and_what_it_writes(module: ModuleType) -> None:
    asked: Counter[str] = Counter()
    for line in module.LINES:
        where = f"{line['sheet']}, row {line['row']}"
        asked.update(line.get("questions", ()))
        assert line["fate"] in {*_FATES.values(), "blank"}, where
        assert ("A" in line["cells"]) == (line["fate"] == "asked") == bool(line.get("questions")), where
        if line["fate"] == "left":
            assert set(line["cells"]) <= {"L", "."}, where
            assert line["reason"], where
            assert not line["facts"], where
        if line["fate"] == "taken":
            assert "T" in line["cells"], where
            assert bool(line["facts"]) != ("reason" in line), where
        for other in line.get("or", ()):
            assert set(other) <= {"fate", "facts", "questions", "said", "reason", "cells"}, where
    assert asked == {text: told["count"] for text, told in module.QUESTIONS.items()}


@pytest.mark.parametrize("module", _SENT, ids=_named)
def test_totals_are_those_of_the_lines(module: ModuleType) -> None:
    assert {what: _total(module.LINES, what) for what in module.TOTALS} == module.TOTALS


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.file)
def test_what_is_refused_is_what_its_name_says(refused: Refused, tmp_path: Path) -> None:
    refused.write(tmp_path / refused.file)
    content = (tmp_path / refused.file).read_bytes()
    assert content.startswith(refused.begins)
    assert ("EncryptedPackage".encode("utf-16-le") in content) == ("password" in refused.must_say)
