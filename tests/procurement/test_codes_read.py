"""A code of the law that no rule reads is not kept: it would be shown and change nothing."""

import ast
from functools import cache
from pathlib import Path

import pytest

from models.procurement import FigureCode, ThresholdCode
from tests.base.pages import document
from tests.support import ON_SQLITE

ROOT = Path(__file__).parents[2]
# They name every code whatever it decides.
_NAMING = ("labels", "reference")


@cache
def read_codes() -> dict[type, set[str]]:
    """The codes of each kind that modules of rules name, under the class's own name or one given to it there."""
    found: dict[type, set[str]] = {ThresholdCode: set(), FigureCode: set()}
    for path in (*ROOT.glob("mdo/**/*.py"), *ROOT.glob("views/**/*.py")):
        if path.relative_to(ROOT).parts[1] in _NAMING:
            continue
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        for kind, codes in found.items():
            names = {kind.__name__}
            for node in nodes:
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in names:
                    names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
            codes |= {
                node.attr
                for node in nodes
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names
            }
    return found


@pytest.mark.parametrize("kind", [ThresholdCode, FigureCode])
def test_a_code_that_no_rule_reads_is_none(kind) -> None:
    assert {code.name for code in kind} == read_codes()[kind]


@ON_SQLITE
@pytest.mark.parametrize(("address", "kind"), [("/seuils/add", ThresholdCode), ("/chiffres-de-la-loi/add", FigureCode)])
def test_the_screen_offers_those_that_a_rule_reads(client_as, address, kind) -> None:
    options = document(client_as("admin").get(address)).xpath("//select[@name='code']/option/@value")
    assert {option for option in options if option} == {kind[name].value for name in read_codes()[kind]}
