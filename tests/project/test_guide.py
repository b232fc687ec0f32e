"""The guides lead somewhere, and tell of every setting, role and kind of workbook."""

import re
from pathlib import Path

import pytest

from mdo.kernel.deadlines.declared import KINDS as DEADLINES
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.rights.roles import ROLES
from tests.project.bans import ROOT
from tests.project.test_catalogue import BAD_TYPOGRAPHY

DOCS = ROOT / "docs"
GUIDES = sorted([*(DOCS / "guide").glob("*.md"), DOCS / "operations.md"])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")
MAXIMUM_PICTURE_BYTES = 100_000


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_links_and_pictures_of_a_guide_exist(guide: Path) -> None:
    targets = [target for target in LINK.findall(guide.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (guide.parent / target).is_file()] == []


def test_the_index_leads_to_every_page() -> None:
    index = DOCS / "guide" / "index.md"
    linked = {Path(target).name for target in LINK.findall(index.read_text(encoding="utf-8"))}
    assert {path.name for path in GUIDES} - linked - {"index.md"} == set()


def test_pictures_are_light_and_used() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in GUIDES)
    heavy_or_unused = [
        path.name
        for path in (DOCS / "guide" / "images").glob("*.*")
        if path.stat().st_size > MAXIMUM_PICTURE_BYTES or path.name not in text
    ]
    assert heavy_or_unused == []


@pytest.mark.parametrize("guide", GUIDES[:-1], ids=lambda path: path.name)
def test_the_help_of_a_role_holds_no_command_and_no_setting_of_the_server(guide: Path) -> None:
    """Those are for operators: `operations.md`, which the screens do not show."""
    assert (
        re.findall(r"flask mdo \w+|\bMDO_[A-Z_]+\b|`--\w+|`(?:mdo|views)/\S+", guide.read_text(encoding="utf-8")) == []
    )


def test_the_operator_reads_of_every_setting_and_kind_of_workbook() -> None:
    text = (DOCS / "operations.md").read_text(encoding="utf-8")
    settings = set(re.findall(r"\bMDO_[A-Z_]+\b", (ROOT / "config.py").read_text(encoding="utf-8")))
    assert settings - set(re.findall(r"\bMDO_[A-Z_]+\b", text)) == set()
    assert [kind for kind in KINDS if f"`{kind}`" not in text] == []


def faults_of(guide: Path) -> list[str]:
    """What is not set as French is, but in code, addresses and the tables that the code makes."""
    text = re.sub(r"<!-- (\w+) :.*?<!-- fin de \1 -->", "", guide.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"!\[|`[^`\n]*`|\]\([^)]*\)|^\|[-| ]+\|$", "", text, flags=re.MULTILINE)
    return [
        f"{rule}: {line[:80]}"
        for line in text.splitlines()
        for rule, pattern in BAD_TYPOGRAPHY.items()
        if rule != "no two spaces follow each other" and pattern.search(line)
    ]


@pytest.mark.parametrize("guide", GUIDES[:-1], ids=lambda path: path.name)
def test_the_guide_is_set_in_french(guide: Path) -> None:
    assert faults_of(guide) == []


def test_every_role_is_in_the_guide() -> None:
    text = (DOCS / "guide" / "roles.md").read_text(encoding="utf-8")
    assert [role.code for role in ROLES if f"`{role.code}`" not in text] == []


def test_every_kind_of_deadline_is_in_the_guide() -> None:
    text = (DOCS / "guide" / "echeances.md").read_text(encoding="utf-8")
    assert [kind.rule for kind in DEADLINES.values() if f"| {kind.rule} |" not in text] == []


PLACE_IN_CODE = re.compile(r"(?<![\w/])(?:mdo|views|models|templates|tests|docs)/[\w/]+\.(?:py|md|toml|html)\b")


def test_files_that_prose_names_exist() -> None:
    prose = [*DOCS.rglob("*.md"), ROOT / "CONTRIBUTING.md", ROOT / "README.md"]
    code = [path for folder in ("mdo", "views", "models") for path in (ROOT / folder).rglob("*.py")]
    named = {(path, place) for path in (*prose, *code) for place in PLACE_IN_CODE.findall(path.read_text("utf-8"))}
    assert sorted(f"{path.relative_to(ROOT)}: {place}" for path, place in named if not (ROOT / place).exists()) == []
