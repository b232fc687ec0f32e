"""The page « Sheets and columns »: how each sheet of a file is read, and what a person decides of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Answers
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.reading.blocks import BLOCK_WORDS, ELSEWHERE, BlockKind
from mdo.kernel.imports.reading.finding import BODY
from mdo.kernel.imports.reading.found import FoundColumn, Origin, Reason, SheetLayout
from mdo.kernel.imports.reading.judging import hidden_question
from mdo.kernel.imports.reading.layout import HEADER_WITHIN, headers_of, is_set_aside
from mdo.kernel.imports.reading.leaving import filled
from mdo.kernel.imports.reading.rows import rows_of
from mdo.kernel.imports.reading.tables import layout_errors
from mdo.kernel.rules.never_kept import is_never_kept
from mdo.kernel.scope.placements import bodies
from mdo.kernel.workbook.cells import letters_of
from mdo.kernel.workbook.reader import ReadFile, Sheet
from views.base.catalogues import gettext, ngettext
from views.imports.sheet_names import shown_sheet

_EXAMPLES = 3
_LOOKED_AT = 60  # rows under the headers, for examples
_LONGEST_EXAMPLE = 60
_EXPORTED = frozenset(column.label for export in KINDS.values() for column in export.columns)
_UNDECIDED = (Origin.UNKNOWN, Origin.CHOSEN, Origin.REMEMBERED)
_ORIGINS = {
    Origin.KNOWN: N_("known by its name"),
    Origin.REMEMBERED: N_("as in your last workbook"),
    Origin.CHOSEN: N_("your choice"),
    Origin.COMPUTED: N_("worked out by the application"),
    Origin.UNKNOWN: N_("unknown"),
    Origin.NEVER: N_("never kept: the number of a paper or an account"),
    Origin.SHAPED: N_("by the header and what stands below"),
    Origin.FORM: N_("written by the form itself"),
    Origin.ORDER: N_("an order of lines, which is not kept"),
}


@dataclass(frozen=True)
class FileColumn:
    """A column of the file: what it is called, what it holds, what it says (a field, or nothing) and why."""

    name: str
    header: str
    examples: str
    field: str
    origin: str
    is_unknown: bool
    is_hidden: bool = False
    is_never_kept: bool = False
    shape: str = ""  # what it says as one of a block, in words
    is_shaped: bool = False


@dataclass(frozen=True)
class TableChoices:
    """A table of a sheet: the fields of its form, its columns, the body of all its lines, what is wrong, what is left.

    `body_field` is empty where a column says the body, or nothing does in this kind of import.
    """

    title: str
    taken_field: str
    is_taken: bool
    columns: tuple[FileColumn, ...]
    body_field: str
    body: str
    sections: tuple[str, ...]
    errors: tuple[str, ...]
    left: tuple[str, ...]
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetChoices:
    """A sheet of the file: whether it is taken, or why not; where its headers may stand ((value, words) pairs)."""

    name: str
    taken_field: str
    is_taken: bool
    aside: str
    field: str
    rows: tuple[tuple[str, str], ...]
    row: str
    line_count: int
    tables: tuple[TableChoices, ...]
    hidden_field: str = ""
    hidden: str = ""
    hidden_answer: str = ""

    @property
    def errors(self) -> tuple[str, ...]:
        return tuple(error for table in self.tables for error in table.errors)


def sheet_choices(
    kind: str, file: ReadFile, layouts: Sequence[SheetLayout], answers: Answers, file_name: str
) -> tuple[SheetChoices, ...]:
    """The sheets of a file with what was found of each; that of a text file goes by the name of the file."""
    return tuple(
        replace(
            _sheet(kind, number, sheet, [one for one in layouts if one.sheet == sheet.name], answers),
            name=shown_sheet(sheet.name, file_name),
        )
        for number, sheet in enumerate(file.all_sheets)
    )


def _sheet(kind: str, number: int, sheet: Sheet, layouts: Sequence[SheetLayout], answers: Answers) -> SheetChoices:
    first = layouts[0]
    is_taken = first.header_row is not None
    hidden = hidden_question(sheet, layouts) if is_taken else None
    return SheetChoices(
        sheet.name,
        f"take-{number}",
        is_taken,
        "" if is_taken or first.aside is None else _told(first.aside),
        f"header-{number}",
        tuple(_header_rows(sheet)),
        "" if first.header_row is None else str(first.header_row),
        sum(bool(filled(row)) for row in sheet.rows),
        tuple(_table(kind, number, sheet, layout, len(layouts)) for layout in layouts) if is_taken else (),
        f"hidden-{number}" if hidden else "",
        hidden.text(gettext) if hidden else "",
        answers.get(hidden.key, "") if hidden else "",
    )


def _header_rows(sheet: Sheet) -> list[tuple[str, str]]:
    """The first rows in words; under a header of numbers that are never kept, nothing."""
    found = []
    unsaid: set[int] = set()
    for index in range(min(len(sheet.rows), HEADER_WITHIN)):
        texts = headers_of(sheet, index)
        words = ", ".join(text for at, text in enumerate(texts) if text and at not in unsaid)[:100]
        unsaid.update(at for at, text in enumerate(texts) if len(text) <= _LONGEST_EXAMPLE and is_never_kept(text))
        if words:
            found.append((str(index), gettext("Line %(number)s: %(words)s", number=index + 1, words=words)))
    return found


def _title(layout: SheetLayout) -> str:
    """What tells a table from the others of its sheet: the line of its headers, and its columns beside another."""
    line = (layout.header_row or 0) + 1
    if not layout.first and layout.last is None:
        return gettext("Table on line %(line)d", line=line)
    named = [column.index + 1 for column in layout.columns if column.header] or [layout.first + 1]
    return gettext(
        "Table on line %(line)d, columns %(first)s to %(last)s",
        line=line, first=letters_of(min(named)), last=letters_of(max(named)),
    )  # fmt: skip


def _table(kind: str, number: int, sheet: Sheet, layout: SheetLayout, count: int) -> TableChoices:
    spec = KINDS[kind]
    labels = {field.name: field.synonyms[0] for field in spec.fields}
    said = {column.field for column in layout.columns} | {name for one in layout.columns for name in one.gives}
    has_body = BODY in labels and BODY not in said
    top = layout.header_row or 0
    constants = [one for one in layout.constants if one.field == BODY] if has_body else []
    left = Counter(_told(reason) for reason in layout.left.values()) if layout.aside is None else Counter()
    table = layout.table
    return TableChoices(
        _title(layout) if count > 1 else "",
        f"table-{number}-{table}" if table > 1 else "",
        layout.aside is None,
        tuple(_column(kind, number, sheet, layout, index) for index in range(len(layout.columns))),
        f"body-{number}-{table}" if has_body else "",
        next((one.text for one in reversed(constants) if one.at < top), ""),
        tuple(
            gettext("from line %(line)d: %(body)s", line=one.at + 2, body=one.text) for one in constants if one.at > top
        ),
        tuple(error.text(gettext) for error in layout_errors(layout, labels, spec.required)),
        tuple(
            ngettext("%(num)d line: %(reason)s", "%(num)d lines: %(reason)s", lines, reason=reason)
            for reason, lines in left.items()
        ),
        tuple(_blocks_in_words(layout)),
    )


def _blocks_in_words(layout: SheetLayout) -> Iterator[str]:
    """What columns that stand together say, a sentence a block: « 7 columns: bodies, a cross makes a mandate »."""
    for kind, words in BLOCK_WORDS.items():
        here = [column for column in layout.columns if column.block == kind]
        count = sum(column.is_read for column in here)
        if count:
            yield ngettext("%(num)d column: %(words)s.", "%(num)d columns: %(words)s.", count, words=gettext(words))
        elif kind in ELSEWHERE and any(column.origin is Origin.UNKNOWN for column in here):
            yield gettext(ELSEWHERE[kind])


def _told(reason: Reason) -> str:
    return RuleViolation(reason[0], **reason[1]).text(gettext)


def column_field(number: int, layout: SheetLayout, index: int) -> str:
    """The field of a column of a sheet."""
    return f"column-{number}-{index}" if layout.table == 1 else f"column-{number}-{layout.table}-{index}"


def _column(kind: str, number: int, sheet: Sheet, layout: SheetLayout, place: int) -> FileColumn:
    column = layout.columns[place]
    return FileColumn(
        column_field(number, layout, column.index),
        column.header,
        "" if column.origin is Origin.NEVER else _examples(sheet, layout, column.index),
        column.field or "",
        gettext(_ORIGINS[column.origin]),
        column.origin is Origin.UNKNOWN,
        column.index in sheet.hidden_columns,
        column.origin is Origin.NEVER,
        _shape(kind, layout, column),
        column.origin is Origin.SHAPED,
    )


def _shape(kind: str, layout: SheetLayout, column: FoundColumn) -> str:
    """What a column is read as, or may be, by its block; nothing where it may not."""
    if _may_be_shaped(column):
        if column.block == BlockKind.DAYS and column.part:
            return gettext("Attendances on %(day)s", day=column.part)
        if column.block == BlockKind.YEARS and column.part:
            return gettext("Mandate held in %(year)s", year=column.part)
        return gettext("A cross makes a mandate") if column.block == BlockKind.CROSSES else _in_block(column)
    is_beside = any(one.block == BlockKind.CROSSES for one in layout.columns)
    if is_beside and KINDS[kind].spreads.crosses and column.field is None and column.origin in _UNDECIDED:
        return gettext("A cross makes a mandate: of which body is then asked")
    return ""


def _in_block(column: FoundColumn) -> str:
    return gettext(BLOCK_WORDS[BlockKind(column.block)])


def _may_be_shaped(column: FoundColumn) -> bool:
    """Whether a column is read by its block, or was, and is left aside."""
    return bool(column.block) and column.block != BlockKind.SUBSTITUTE and column.origin is not Origin.UNKNOWN


def _examples(sheet: Sheet, layout: SheetLayout, index: int) -> str:
    first = (layout.header_row or 0) + 1
    rows = (row for at, row in enumerate(sheet.rows[first : layout.end][:_LOOKED_AT], first) if at not in layout.left)
    cells = (text[:_LONGEST_EXAMPLE] for row in rows if index < len(row) and (text := shown(row[index])))
    return ", ".join(islice(dict.fromkeys(cells), _EXAMPLES))


def body_names(session: AnySession) -> tuple[str, ...]:
    """The bodies that may be chosen for all the lines of a table."""
    return tuple(sorted(f"{body.type.label} {body.name}" for body in session.scalars(bodies().whole)))


# ---- Whether it is clear ---------------------------------------------------------------------------------------------


def is_readable(kind: str, layouts: Sequence[SheetLayout]) -> bool:
    """Whether some sheet has headers and none has two columns for one field, or lacks one that is needed."""
    spec = KINDS[kind]
    labels = {field.name: field.synonyms[0] for field in spec.fields}
    return any(layout.header_row is not None and not layout.aside for layout in layouts) and not any(
        layout_errors(layout, labels, spec.required) for layout in layouts
    )


def needs_a_look(kind: str, file: ReadFile, layouts: Sequence[SheetLayout]) -> bool:
    """Whether someone must say how a file is read: it cannot be, or something of it may be meant in another way.

    A column that nobody knows, a body that a title or the name of the sheet names with a doubt, a sheet that may hold
    data and is left aside.
    """
    return (
        not is_readable(kind, layouts)
        or any(column.origin is Origin.UNKNOWN for layout in layouts for column in layout.columns)
        or not all(map(_is_sure_of_body, layouts))
        or any(is_set_aside(layout) and any(rows_of(_named(file, layout), layout)) for layout in layouts)
    )


def _is_sure_of_body(layout: SheetLayout) -> bool:
    """Whether what names a body for all lines names one of the register, and nothing above them names another."""
    named = [one for one in layout.constants if one.field == BODY]
    above = {one.text for one in named if one.at < (layout.header_row or 0)}
    return len(above) <= 1 and all(one.is_sure for one in named)


def _named(file: ReadFile, layout: SheetLayout) -> Sheet:
    return next(sheet for sheet in file.all_sheets if sheet.name == layout.sheet)


def columns_read(kind: str) -> tuple[tuple[str, str, str], ...]:
    """The columns of a kind of workbook: usual header, other headers that are known, whether one needs it.

    The headers of our own exports are told in the language of the reader alone.
    """
    needed = {name: group for group in KINDS[kind].required for name in group}
    found = []
    for field in KINDS[kind].fields:
        header, *others = (name for name in field.synonyms if name not in _EXPORTED or gettext(name) == name)
        group = needed.get(field.name, ())
        mark = gettext("required") if len(group) == 1 else gettext("one of them is required") if group else ""
        found.append((header, ", ".join(others), mark))
    return tuple(found)
