"""The style sheets are one: a block that two of them define takes the place of the other on every page."""

import re
from collections import defaultdict
from pathlib import Path

CSS = Path(__file__).parents[2] / "static" / "css"


def test_a_block_is_defined_in_one_sheet() -> None:
    sheets: dict[str, set[str]] = defaultdict(set)
    for path in CSS.glob("*.css"):
        for name in re.findall(r"^\.([a-z][\w-]*) \{", path.read_text(encoding="utf-8"), re.MULTILINE):
            sheets[name].add(path.name)
    assert len(sheets) > 300
    assert {name: found for name, found in sheets.items() if len(found) > 1} == {}
