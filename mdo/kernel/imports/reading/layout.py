"""How the sheets of a file are read: which hold tables, what each of their columns says, found or as one decided."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.computed import computed_headers
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.reading.finding import BODY, Found, TableReading, tables_of
from mdo.kernel.imports.reading.found import AS_SHAPED, Constant, FoundColumn, Origin, Reason, SheetChoice, SheetLayout
from mdo.kernel.imports.reading.headers import (
    HEADER_WITHIN,
    LINK,
    Headers,
    Lookup,
    Required,
    at,
    best,
    declared_key,
    header_key,
    headers_of,
    keys_of,
)
from mdo.kernel.imports.reading.leaving import filled
from mdo.kernel.imports.words.bodies_named import BodyNames, is_of_a_body
from mdo.kernel.rules.never_kept import is_never_kept
from mdo.kernel.workbook.reader import Sheet
from models.text import fold

__all__ = ["HEADER_WITHIN", "Required", "header_key", "headers_of", "is_set_aside", "lay_out"]

_EXPLAINS: Reason = (N_("it explains, and holds no data"), {})
_ARCHIVE: Reason = (N_("it is an archive"), {})
_NOT_TO_TOUCH: Reason = (N_("its name says not to touch it"), {})
_PIVOT: Reason = (N_("it counts what other sheets say"), {})
_NO_TABLE: Reason = (N_("no table was found in it"), {})
_HIDDEN: Reason = (N_("it is hidden in the workbook"), {})
_BY_CHOICE: Reason = (N_("as you chose"), {})

# Sheets that are left aside until one says otherwise, by words of their names.
_ASIDE = tuple(
    (reason, re.compile(rf"(.* )?({words})( .*)?" if is_within else words))
    for reason, is_within, words in (
        (_EXPLAINS, False, "a propos|about|(aide|help|mode d emploi|notice|lisez moi)( .*)?|(ex[ea]mple|liste?)s?"),
        (_ARCHIVE, True, "archives?|historique|anciens?|anciennes?|old|obsoletes?|sauvegarde"),
        (_NOT_TO_TOUCH, True, "ne pas (toucher|modifier|supprimer|utiliser|effacer)"),
        (_PIVOT, True, r"tcd|pivots?|tableau croise|graph\w*|stats?|statistiques"),
    )
)
TAKEN = "taken"  # what is remembered of a sheet; None: left aside
_NAMES = frozenset(("name", "full_name", "last_name"))  # fields that « Nom » is said of
_PIVOT_LABELS = frozenset(("etiquettes de lignes", "row labels", "etiquettes de colonnes", "column labels"))


def lay_out(
    sheets: Sequence[Sheet],
    fields: Sequence[ImportField],
    required: Required,
    remembered: Mapping[str, str | None] | None = None,
    choices: Mapping[str, SheetChoice] | None = None,
    guess: Lookup = lambda header: None,
    bodies: BodyNames | None = None,
    *,
    is_whole: bool = False,
) -> list[SheetLayout]:
    """The layout of each table of each sheet; a sheet without one has a layout without headers.

    `remembered` maps keys of headers to the field that their reader once chose (None: left aside); `choices` are what
    was decided for this file, by name of sheet. `required` lists names of fields; of each group, one is needed. `guess`
    tells a field of which a header speaks that is not known by its name; `bodies` are named by titles and by sheets.
    Where a sheet `is_whole`, one table takes all its rows, whatever they look like.
    """
    work = _Work(fields, required, remembered or {}, guess, bodies if any(one.name == BODY for one in fields) else None)
    found: list[SheetLayout] = []
    for sheet in sheets:
        choice = (choices or {}).get(sheet.name)
        found += [work.whole(sheet)] if is_whole else work.sheet(sheet, choice)
    return found


class _Work:
    def __init__(
        self,
        fields: Sequence[ImportField],
        required: Required,
        remembered: Mapping[str, str | None],
        guess: Lookup,
        bodies: BodyNames | None,
    ) -> None:
        self.known = {declared_key(name): one.name for one in fields for name in (*one.synonyms, one.label)}
        # What an own synonym says goes before what another label says: « Statut » of a body is its state.
        self.known.update({declared_key(name): one.name for one in fields for name in one.synonyms})
        names = {one.name for one in fields}
        self.remembered = remembered
        kept = {*names, None, AS_SHAPED}
        self.kept = {key: name for key, name in remembered.items() if name in kept}
        self.guess, self.bodies, self.required = guess, bodies, required
        self._told: dict[str, str | None] = {}

    def lookup(self, header: str) -> str | None:
        """The field that a header names."""
        if header not in self._told:
            keys = keys_of(header)
            known = {**self.known, **{key: name for key, name in self.kept.items() if name != AS_SHAPED}}
            self._told[header] = next((known[key] for key in keys if key in known), None) or self.guess(header)
        return self._told[header]

    def whole(self, sheet: Sheet) -> SheetLayout:
        """A sheet of which each row under the headers is a line."""
        is_help = _ASIDE[0][1].fullmatch(fold(sheet.name))
        headers = None if is_help else self._best(sheet)
        if headers is None:
            return SheetLayout(sheet.name, None, aside=_EXPLAINS if is_help else _NO_TABLE)
        columns = self._columns(headers, {})
        return SheetLayout(sheet.name, headers.bottom, columns, top=headers.bottom, is_whole=True)

    def _best(self, sheet: Sheet) -> Headers | None:
        return best(sheet, range(min(HEADER_WITHIN, len(sheet.rows))), self.lookup, self.required)

    def sheet(self, sheet: Sheet, choice: SheetChoice | None) -> list[SheetLayout]:
        """The tables of a sheet, in their order."""
        is_taken = choice is not None and (choice.is_taken or choice.header_row is not None)
        kept = self.remembered.get(sheet_key(sheet.name), "")
        if choice is None:
            aside = None if kept == TAKEN else _BY_CHOICE if kept is None else _aside(sheet)
        else:
            aside = None if is_taken else _aside(sheet) or _BY_CHOICE
        if aside is not None:
            return [SheetLayout(sheet.name, None, aside=aside)]
        headers = self._best(sheet)
        if choice is not None and choice.header_row is not None:
            is_found = headers is not None and headers.bottom == choice.header_row
            headers = headers if is_found else at(sheet, choice.header_row)
        if headers is None:
            return [SheetLayout(sheet.name, None, aside=_NO_TABLE)]
        choices = {1: choice, **choice.others} if choice else {}
        chosen = frozenset(name for one in choices.values() if one for name in one.columns.values() if name)
        reading = TableReading(self.lookup, self.required, self.bodies, chosen)
        return [
            self._laid(sheet, found, number, choices.get(number))
            for number, found in enumerate(tables_of(sheet, reading, headers), start=1)
        ]

    def _laid(self, sheet: Sheet, found: Found, number: int, choice: SheetChoice | None) -> SheetLayout:
        layout = SheetLayout(
            sheet.name, found.headers.bottom, (), number, found.headers.top, found.start, found.end, found.first,
            found.last, found.left, found.doubtful, self._constants(sheet, found, choice),
        )  # fmt: skip
        if choice is not None and choice.header_row is None and not choice.is_taken:
            return replace(layout, aside=_BY_CHOICE)
        return replace(layout, columns=self._columns(found.headers, {} if choice is None else choice.columns))

    def _constants(self, sheet: Sheet, found: Found, choice: SheetChoice | None) -> tuple[Constant, ...]:
        """What all the lines say, the last of a field going before: by the sheet's name, by titles, by choice."""
        named = self.bodies.named_in(sheet.name) if self.bodies else None
        text = named.text if named else sheet.name if self.bodies and is_of_a_body(sheet.name) else ""
        constants = [
            *([Constant(BODY, text, is_sure=named is not None and named.is_sure)] if text else []),
            *found.constants,
        ]
        if choice is not None:
            top = found.headers.top
            constants = [one for one in constants if one.field not in choice.constants or one.at > top]
            typed = [Constant(name, text) for name, text in choice.constants.items() if text]
            constants = [*typed, *constants]
        return tuple(constants)

    def _columns(self, headers: Headers, chosen: Mapping[int, str | None]) -> tuple[FoundColumn, ...]:
        columns = []
        for index, header in enumerate(headers.texts):
            if not header:
                continue
            keys = keys_of(header)
            kept = next((key for key in keys if key in self.kept), None)
            known = next((key for key in keys if key in self.known), None)
            if is_never_kept(header):
                columns.append(FoundColumn(index, header, None, Origin.NEVER))
            elif index in chosen:
                columns.append(_decided(index, header, chosen[index], Origin.CHOSEN))
            elif kept is not None:
                columns.append(_decided(index, header, self.kept[kept], Origin.REMEMBERED))
            elif known is not None:
                columns.append(FoundColumn(index, header, self.known[known], Origin.KNOWN))
            else:
                origin = Origin.COMPUTED if _computed() & set(keys) else Origin.UNKNOWN
                columns.append(FoundColumn(index, header, None, origin))
        return tuple(self._by_group(columns))

    def _by_group(self, columns: Sequence[FoundColumn]) -> list[FoundColumn]:
        """« Correspondant – Nom » beside « Structure »: of two names, the one under a title is what the title says."""
        counts = Counter(column.field for column in columns)
        said = []
        for column in columns:
            group = self.known.get(header_key(column.header.rpartition(LINK)[0]))
            is_its_own = column.origin is Origin.KNOWN and column.field in _NAMES and group and not counts[group]
            said.append(replace(column, field=group) if is_its_own and counts[column.field] > 1 else column)
        return said


def _decided(index: int, header: str, field: str | None, origin: Origin) -> FoundColumn:
    return FoundColumn(index, header, field, origin, is_chosen=field == AS_SHAPED)


def sheet_key(name: str) -> str:
    """The key by which it is remembered whether a sheet is taken; no header has one like it."""
    return f"sheet:{header_key(name)}"


def is_set_aside(layout: SheetLayout) -> bool:
    """Whether a sheet is left aside though it may hold data: for its name, and not because it explains."""
    return layout.aside in (_ARCHIVE, _NOT_TO_TOUCH, _PIVOT)


def _aside(sheet: Sheet) -> Reason | None:
    """Why a sheet is left aside until one says otherwise, or None."""
    if sheet.is_hidden:
        return _HIDDEN
    name = fold(sheet.name)
    for reason, pattern in _ASIDE:
        if pattern.fullmatch(name):
            return reason
    for row in sheet.rows[:HEADER_WITHIN]:
        for _, cell in filled(row)[:1]:
            if fold(shown(cell)) in _PIVOT_LABELS:
                return _PIVOT
    return None


@cache
def _computed() -> frozenset[str]:
    return frozenset(header_key(header) for header in computed_headers())
