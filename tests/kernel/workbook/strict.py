"""What Excel refuses in a workbook, or repairs with a message that worries: ECMA-376 and the limits of the program.

LibreOffice and openpyxl take far more. `faults` looks at the package, its relationships and the workbook;
`strict_sheets` at sheets and tables, `strict_parts` at the order of elements, styles and charts.
"""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tests.kernel.workbook import strict_parts, strict_sheets
from tests.kernel.workbook.strict_parts import by_name, local, repeated

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_KINDS = {
    f"{_SPREADSHEET}sheet.main+xml": "workbook",
    f"{_SPREADSHEET}worksheet+xml": "worksheet",
    f"{_SPREADSHEET}table+xml": "table",
    f"{_SPREADSHEET}styles+xml": "styleSheet",
    f"{_SPREADSHEET}sharedStrings+xml": "sst",
}
_LONGEST_ADDRESS = 2_079
_SHEET_NAME = re.compile(r"(?!')[^\[\]:*?/\\\x00-\x1f]{1,31}(?<!')")
_DEFINED_NAME = re.compile(r"(?:_xlnm\.)?[^\W\d][\w.]{0,254}")
_LONGEST_FORMULA = 8_192
_VISIBLE = "visible"


@dataclass
class Package:
    """The parts of a workbook, read: their XML, their types, where their relationships lead."""

    parts: dict[str, bytes]
    faults: list[str] = field(default_factory=list)
    trees: dict[str, Any] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    targets: dict[str, dict[str, str]] = field(default_factory=dict)  # by part, then by id; nothing for an outer one

    def of_kind(self, kind: str) -> list[str]:
        """The parts of a kind of _KINDS, in their order."""
        return [part for part, found in self.types.items() if _KINDS.get(found) == kind]


def faults(data: bytes) -> list[str]:
    """A sentence for each fault of a workbook; none for one that Excel opens without a word."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        package = Package({name: archive.read(name) for name in names})
    for name in repeated(name.casefold() for name in names):
        package.faults.append(f"two parts are called {name}")
    for name, content in package.parts.items():
        try:
            package.trees[name] = etree.fromstring(content)
        except etree.XMLSyntaxError as error:
            package.faults.append(f"{name} is no XML: {error}")
    if not package.faults:
        package.faults += _types(package)
        package.faults += _relationships(package)
    if not package.faults:
        for name, tree in package.trees.items():
            package.faults += (f"{name}: {fault}" for fault in strict_parts.disorder(tree))
        package.faults += _workbook(package)
    return package.faults


def _types(package: Package) -> Iterator[str]:
    tree = package.trees.get("[Content_Types].xml")
    if tree is None:
        yield "no part says the types of the others"
        return
    defaults = Counter(each.get("Extension") for each in tree.iter(f"{_TYPES}Default"))
    overrides = [
        (each.get("PartName").removeprefix("/"), each.get("ContentType")) for each in tree.iter(f"{_TYPES}Override")
    ]
    yield from (f"the type of {name} is said twice" for name in repeated([*defaults.elements(), *dict(overrides)]))
    yield from (f"the type of {name} is said twice" for name in repeated(name for name, _ in overrides))
    yield from (f"{name} has a type and is not there" for name, _ in overrides if name not in package.parts)
    package.types = dict(overrides)
    for name in package.parts:
        is_plain = name.endswith(".rels") or name == "[Content_Types].xml"
        if not is_plain and name not in package.types:
            yield f"{name} has no type of its own"
    for name, kind in package.types.items():
        wanted = _KINDS.get(kind)
        if wanted is not None and name in package.trees and local(package.trees[name]) != wanted:
            yield f"{name} is not the {wanted} that its type says"


def _relationships(package: Package) -> Iterator[str]:
    reached = set()
    for name, tree in package.trees.items():
        if not name.endswith(".rels"):
            continue
        folder, _, file = name.rpartition("_rels/")
        owner = folder + file.removesuffix(".rels")
        if owner and owner not in package.parts:
            yield f"{name} belongs to a part that is not there"
        package.targets[owner] = found = {}
        yield from (f"{name}: two relationships are {mark}" for mark in repeated(each.get("Id") for each in tree))
        for each in tree:
            target = each.get("Target")
            if each.get("TargetMode") == "External":
                found[each.get("Id")] = ""
                if len(target) > _LONGEST_ADDRESS or re.search(r"\s", target) or ":" not in target:
                    yield f"{name}: no address is {target[:80]}"
                continue
            found[each.get("Id")] = part = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
            if target.startswith("/"):
                found[each.get("Id")] = part = target[1:]
            reached.add(part)
            if part not in package.parts:
                yield f"{name} leads to {part}, which is not there"
    for name, tree in package.trees.items():
        known = package.targets.get(name, {})
        asked = {value for element in tree.iter() for key, value in element.attrib.items() if key.startswith(_LINK)}
        yield from (f"{name}: no relationship is {mark}" for mark in sorted(asked - known.keys()))
    yield from (f"nothing leads to {name}" for name in package.types.keys() - reached if name in package.parts)


def _workbook(package: Package) -> Iterator[str]:
    books, styles = package.of_kind("workbook"), package.of_kind("styleSheet")
    if len(books) != 1 or len(styles) != 1:
        yield "a workbook has one workbook part and one of styles"
        return
    book, links = package.trees[books[0]], package.targets[books[0]]
    formats = package.trees[styles[0]]
    yield from strict_parts.style_faults(formats)
    sheets = by_name(book, "sheet")
    titles = [sheet.get("name") for sheet in sheets]
    yield from (f"no sheet may be called « {title} »" for title in titles if not _SHEET_NAME.fullmatch(title))
    yield from (
        f"Excel keeps the name « {title} »" for title in titles if title.casefold() in ("history", "historique")
    )
    yield from (f"two sheets are called {title}" for title in repeated(title.casefold() for title in titles))
    yield from (f"two sheets have the number {number}" for number in repeated(sheet.get("sheetId") for sheet in sheets))
    shown = [sheet.get("state", _VISIBLE) == _VISIBLE for sheet in sheets]
    active = int(next((view.get("activeTab", "0") for view in by_name(book, "workbookView")), "0"))
    if active >= len(sheets) or not shown[active]:
        yield "it opens on a sheet that one cannot see"
    taken = [name.get("name").casefold() for name in by_name(book, "definedName")]
    yield from _defined_names(book, titles)
    tables = []
    looks = len(by_name(by_name(formats, "cellXfs")[0], "xf"))
    shared = [
        strict_sheets.text_of(each) for part in package.of_kind("sst") for each in by_name(package.trees[part], "si")
    ]
    for index, sheet in enumerate(sheets):
        part = links[sheet.get(f"{_LINK}id")]
        looked = strict_sheets.Look(package.trees[part], titles, looks, shared)
        if looked.is_selected and index != active:
            yield f"{titles[index]} is selected, and is not the sheet that opens"
        yield from (f"{titles[index]}: {fault}" for fault in looked.faults())
        own = [
            package.trees[package.targets[part][each.get(f"{_LINK}id")]] for each in by_name(looked.tree, "tablePart")
        ]
        yield from (f"{titles[index]}: {fault}" for fault in looked.table_faults(own))
        tables += own
    yield from (f"two tables have the number {number}" for number in repeated(table.get("id") for table in tables))
    names = [table.get("displayName").casefold() for table in tables]
    yield from (f"two tables, or a name, are called {name}" for name in repeated([*names, *set(taken)]))
    for name in package.parts:
        if name.startswith("xl/charts/"):
            yield from (f"{name}: {fault}" for fault in strict_parts.chart_faults(package.trees[name], titles))


def _defined_names(book: Any, titles: list[str]) -> Iterator[str]:
    names = by_name(book, "definedName")
    keys = [(name.get("name").casefold(), name.get("localSheetId")) for name in names]
    yield from (f"two names are {key}" for key in repeated(keys))
    for name in names:
        text, place = name.text or "", name.get("localSheetId")
        if not _DEFINED_NAME.fullmatch(name.get("name")):
            yield f"no name may be {name.get('name')}"
        if place is not None and int(place) >= len(titles):
            yield f"{name.get('name')} belongs to no sheet"
        if len(text) > _LONGEST_FORMULA:
            yield f"{name.get('name')} is too long"
        yield from (f"{name.get('name')}: {fault}" for fault in strict_parts.reference_faults(text, titles))
