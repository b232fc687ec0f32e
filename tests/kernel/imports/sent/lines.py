"""The words in which the outcome of a row is told.

A line is a plain dict: sheet, row (and last_row for a stretch of blank rows), fate, cells, reason, facts, questions,
said, or.

- fate is "taken", "asked" (a cell of it waits for an answer, once given, its facts are written), "left" (shown as left
  out, with the reason) or "blank".
- cells says what becomes of each cell, a letter a column from A: T taken, A asked, L left, a dot where the file has
  nothing.
- said is what the preview must tell of a value that it read by a convention.
- or lists what is as good: each a dict of the keys of the line that would differ. Several may hold at once.
"""

from collections.abc import Sequence
from typing import Any

Line = dict[str, Any]
Fact = dict[str, Any]


def _line(sheet: str, row: int, fate: str, cells: str, more: dict[str, Any]) -> Line:
    if "or_" in more:
        more["or"] = more.pop("or_")
    return {"sheet": sheet, "row": row, "fate": fate, "cells": cells, **more}


def taken(sheet: str, row: int, cells: str, *facts: Fact, **more: Any) -> Line:
    """The facts are written without a question."""
    return _line(sheet, row, "taken", cells, {"facts": list(facts), **more})


def header(sheet: str, row: int, cells: str, **more: Any) -> Line:
    """A row of headers, or one line of a header of two."""
    return _line(sheet, row, "taken", cells, {"facts": [], "reason": "header", **more})


def asked(sheet: str, row: int, cells: str, question: str | Sequence[str], *facts: Fact, **more: Any) -> Line:
    """Written once the questions have their natural answers (QUESTIONS of the module)."""
    questions = [question] if isinstance(question, str) else list(question)
    return _line(sheet, row, "asked", cells, {"facts": list(facts), "questions": questions, **more})


def left(sheet: str, row: int, cells: str, reason: str, **more: Any) -> Line:
    """Shown as left out, with the reason; nothing is written of it."""
    return _line(sheet, row, "left", cells, {"facts": [], "reason": reason, **more})


def blank(sheet: str, row: int, last_row: int | None = None) -> Line:
    """Nothing stands there, whatever its borders and colours."""
    return _line(sheet, row, "blank", "", {"facts": [], "last_row": last_row or row})


def person(last_name: str, first_name: str, **more: Any) -> Fact:
    """The facts of a person."""
    return {"last_name": last_name, "first_name": first_name, **more}


def member(body: str, last_name: str, first_name: str, mandate: dict[str, Any] | None = None, **more: Any) -> Fact:
    """A person and a mandate in a body."""
    return {"person": person(last_name, first_name, **more), "mandate": {"body": body, **(mandate or {})}}


def question(answer: Any, count: int, nearest: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    """What is asked once for `count` lines: the nearest answers in their order, and the natural one."""
    return {"answer": answer, "count": count, "nearest": list(nearest), **more}
