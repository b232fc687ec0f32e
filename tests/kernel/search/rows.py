"""Rows of each listed table that between them fill all its columns of text with accented words, of relations too.

A domain says its own in `tests/<domain>/search_rows.py`.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from mdo.domains import NAMES
from tests.kernel.search import own_rows

ROWS: dict[type, tuple[Callable[[], Any], ...]] = dict(own_rows.ROWS)
for _name in NAMES:
    _file = f"tests.{_name}.search_rows"
    if find_spec(f"tests.{_name}") and find_spec(_file):
        ROWS.update(getattr(import_module(_file), "ROWS", {}))
