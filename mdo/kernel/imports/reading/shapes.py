"""Recognises what a block of columns is: bodies to cross, days, years, a holder beside a substitute, answers to a form.

From the headers and the first rows alone; `mdo.kernel.imports.reading.spreading` makes lines of them.
"""

import datetime as dt
import enum
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.values import is_blank, shown, to_date
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.plans import AS_SHAPED, FoundColumn, Origin, SheetLayout
from mdo.kernel.imports.reading.layout import header_key
from mdo.kernel.imports.reading.leaving import is_figure
from mdo.kernel.workbook.reader import Cell, Sheet
from models.text import fold

Knows = Callable[[str], bool]  # whether a text is the name of a body


@dataclass(frozen=True)
class Spreads:
    """How a row of a kind of import may say several things: names of fields, none where it may not.

    A column headed by a body gives `crosses`, and `crossed` where its cell holds more than a cross. Of `sides` a row
    may tell a holder and then a substitute, who takes what is `shared` and names the holder in `link`. Columns headed
    by years give the first and the last day; those headed by days, the day and the mark. `lists` may hold « a;b ».
    `ranks` is a count, which an order of lines is not; `of_mandate` says nothing where nothing is crossed. Where
    `sums_years`, amounts headed by years are worked out by the application.
    """

    crosses: str = ""
    crossed: str = ""
    sides: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    link: str = ""
    years: tuple[str, str] | None = None
    days: tuple[str, str] | None = None
    lists: str = ""
    ranks: str = ""
    of_mandate: tuple[str, ...] = ()
    sums_years: bool = False


class BlockKind(enum.StrEnum):
    """What columns that stand together are."""

    CROSSES = "crosses"
    DAYS = "days"
    YEARS = "years"
    SUBSTITUTE = "substitute"


# In words: « 7 columns: … ».
BLOCK_WORDS = {
    BlockKind.CROSSES: N_("bodies: a cross makes a mandate"),
    BlockKind.DAYS: N_("days of meetings: a mark says who came"),
    BlockKind.YEARS: N_("years: a cross says that the mandate was held"),
    BlockKind.SUBSTITUTE: N_("the substitute, whose mandate is tied to that of the person beside"),
}
# What a kind of import makes nothing of: said where the columns are shown.
ELSEWHERE = {BlockKind.DAYS: N_("These columns are days: import this workbook as attendances to keep who came.")}

_ROLES = re.compile(r"\b(suppleante?s?|suppl|remplacante?s?)( e| es)?( \d)?\b")
_HOLDERS = re.compile(r"\b(titulaires?|principale?|principaux)( \d)?\b")
_LINKS = re.compile(r"\b(du|de|des|la|le|les|l|d|membre|membres)\b")
_ASKED = re.compile(
    r"^(merci (de|d) (nous )?(preciser|indiquer|donner)|veuillez (preciser|indiquer|saisir|renseigner)|indiquez"
    r"|precisez|quel(le)?s? (est|sont)|dans quel(le)?s?|a quel(le)?s?|de quel(le)?s?|selectionnez|choisissez"
    r"|(acceptez|souhaitez|voulez|desirez) (vous )?(de )?recevoir|acceptez)\b"
)
_YOURS = re.compile(
    r"\b(votre|vos|ton|vous|est|sont|etes|siegez|sieger|souhaitez|voulez|desirez|participer|participez"
    r"|rejoindre|integrer|inscrire|inscrit|inscrite|svp|s il plait)\b"
)
_PLURAL = re.compile(r"(?<=\w)\((e|s|es)\)s?")
# What a question asks for without naming it.
_UNNAMED = (
    (re.compile(r"(etes vous|vous etes)( un| une)?( homme| femme)?( ou)?( un| une)?( homme| femme)?"), "genre"),
    (re.compile(r"(a |sur )?quel numero .*(joindre|contacter|appeler|rappeler)"), "telephone"),
    (re.compile(r"(a )?quel(le)? (adresse|mail|courriel) .*(ecrire|joindre|contacter)"), "courriel"),
)
# Columns that a form writes by itself.
_FORM = frozenset(
    header_key(name)
    for name in (
        "ID", "Horodateur", "Heure de début", "Heure de fin", "Heure de la dernière modification", "Timestamp",
        "Start time", "Completion time", "Last modified time", "Total points", "Total des points", "Quiz feedback",
    )
)  # fmt: skip
_ACCOUNT = frozenset(header_key(name) for name in ("Adresse de messagerie", "Adresse e-mail", "Email", "Nom", "Name"))
_NOBODY = frozenset(("anonymous", "anonyme"))
_ARTICLES = frozenset(("le", "la", "les", "l", "d", "de", "un", "une"))
_YEAR = re.compile(r"(?:(?:annee|mandat|mandats|membre|membres|adhesion|adherent|exercice) )?((?:19|20)\d\d)")
_SUM_OF_YEAR = re.compile(
    r"(?:(?:montants?|sommes?|depenses?|paiements?|achats?|commandes?|factures?|facture|paye|total|ca)"
    r"(?: (?:payee?s?|factures?|ttc|ht|en|de|annee|euros?))* )?(?:19|20)\d\d(?: (?:ttc|ht|en euros?))?"
)
_DAY = re.compile(
    r"(\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}(?:er)? [a-z]{3,9}\.? \d{4})(?![\d/])"
)
_DAY_ALONE = re.compile(r"\b(\d{1,2})(?:er)?(?:[/.](\d{1,2})\b| ([a-z]{3,9}))", re.IGNORECASE)
# « 2025-2026 », « 2025/26 »: the months of such a season tell the year, and not its name.
_SEASON = re.compile(r"\b20\d\d ?[-–/] ?(?:20)?\d\d\b(?!\s?[-/.]\d)")
_FEW = 3
_FIRST_ROWS = 40
_LEAP = 2024  # a year that has every day


def day_of_header(header: str, today: dt.date, year: int | None = None) -> dt.date | None:
    """The day that a header names (« Réunion du 12/03/2026 »; « 18 juin » in a sheet of one `year`), or None."""
    for text in (shown(header), fold(header)):
        days = [match[1] for match in _DAY.finditer(text)]
        if not days and year:
            alone = _DAY_ALONE.finditer(text)
            days = [f"{one[1]}/{one[2]}/{year}" if one[2] else f"{one[1]} {one[3]} {year}" for one in alone]
        for day in days:
            try:
                return to_date(day, today)
            except RuleViolation:
                continue
    return None


def day_without_year(header: str, today: dt.date) -> str:
    """The day and the month (« 18/06 ») of a header that names a day and no year; nothing otherwise."""
    day = None if day_of_header(header, today) else day_of_header(header, today, _LEAP)
    return f"{day:%d/%m}" if day else ""


def year_of_sheet(sheet: Sheet, header_row: int) -> int | None:
    """The one year that the name of a sheet, or what stands above its headers, names."""
    for texts in ([sheet.name], [shown(cell) for row in sheet.rows[:header_row] for cell in row]):
        if any(map(_SEASON.search, texts)):
            return None
        years = {found for text in texts for found in re.findall(r"\b(20\d\d)\b", text)}
        if len(years) == 1:
            return int(years.pop())
    return None


def year_of_header(header: str) -> int | None:
    """The year that a header is (« 2024 », « Année 2024 »), or None."""
    match = _YEAR.fullmatch(fold(header))
    return int(match[1]) if match else None


def body_of_header(header: str, knows: Knows) -> str:
    """The name of a body that a header is, or its last part under a title of several columns; nothing otherwise."""
    last = header.rpartition(" – ")[2]
    return next((text for text in (header, last) if text and knows(text)), "")


def shaped(
    sheet: Sheet, layout: SheetLayout, fields: Sequence[ImportField], spreads: Spreads, knows: Knows, today: dt.date
) -> SheetLayout:
    """The layout with its blocks: columns that bear a part of a row, or what their header says."""
    if layout.header_row is None:
        return layout
    known = _known(fields)
    first = layout.header_row + 1
    without = layout.doubtful | set(layout.left)
    rows = [row for at, row in enumerate(sheet.rows[first : layout.end], first) if at not in without][:_FIRST_ROWS]
    columns = _form(layout.columns, rows, known)
    columns = _sides(columns, known, spreads)
    year = _year_of_days(columns, today, year_of_sheet(sheet, layout.header_row))
    columns = tuple(_block(column, spreads, knows, today, year(column)) for column in columns)
    columns = _crossed_too(columns, rows)
    if spreads.sums_years:
        columns = tuple(_summed(column, rows) for column in columns)
    if spreads.ranks:
        columns = _ranks(columns, rows, spreads)
    return replace(layout, columns=_several(columns))


def one_order(layouts: Sequence[SheetLayout]) -> list[SheetLayout]:
    """The layouts, where a header that is an order of lines in one table of a sheet is one in all of them."""
    orders = {
        (layout.sheet, column.header)
        for layout in layouts
        for column in layout.columns
        if column.origin is Origin.ORDER
    }

    def told(layout: SheetLayout, column: FoundColumn) -> FoundColumn:
        is_order = column.origin is Origin.KNOWN and (layout.sheet, column.header) in orders
        return replace(column, field=None, origin=Origin.ORDER) if is_order else column

    return [replace(one, columns=tuple(told(one, column) for column in one.columns)) for one in layouts]


def guesses(
    fields: Sequence[ImportField], spreads: Spreads, knows: Knows, today: dt.date
) -> Callable[[str], str | None]:
    """Which field, or which part of a row, a header speaks of that is not known by its name."""
    known = _known(fields)

    def guess(header: str) -> str | None:
        column = FoundColumn(0, header, None, Origin.UNKNOWN)
        side, told = _told(column, known, spreads)
        if told:
            return f"{side} {told}" if side else told
        if asked := asked_field(header, known):
            return asked
        block = _block(column, spreads, knows, today)
        return f"{block.block} {block.part}" if block.part else None

    return guess


def _known(fields: Sequence[ImportField]) -> dict[str, str]:
    known = {header_key(field.label): field.name for field in fields}
    known.update({header_key(name): field.name for field in fields for name in field.synonyms})
    return known


def _is_free(column: FoundColumn) -> bool:
    """Whether nobody said of a column what it is."""
    return not column.block and (column.origin is Origin.UNKNOWN or column.field == AS_SHAPED)


# ---- Forms -----------------------------------------------------------------------------------------------------------


def asked_field(header: str, known: Mapping[str, str]) -> str | None:
    """The field that a question asks for, by the keys of headers: « Quel est votre prénom ? »."""
    text = fold(_PLURAL.sub("", header).partition("(")[0])
    unnamed = next((key for pattern, key in _UNNAMED if pattern.fullmatch(text)), None)
    if unnamed is not None:
        return known.get(header_key(unnamed))
    words = _YOURS.sub(" ", _ASKED.sub(" ", text)).split()
    while words and words[0] in _ARTICLES:
        del words[0]
    singular = [word.removesuffix("s") for word in words]
    return known.get(header_key(" ".join(words))) or known.get(header_key(" ".join(singular)))


def _form(
    columns: Sequence[FoundColumn], rows: Sequence[Sequence[Cell]], known: Mapping[str, str]
) -> tuple[FoundColumn, ...]:
    """Columns headed by questions say what is asked; those that the form writes by itself say nothing."""
    is_form = sum(header_key(column.header) in _FORM for column in columns) > 1
    asked = {
        column.index: name
        for column in columns
        if _is_free(column) and (name := asked_field(column.header, known)) is not None
    }
    written = {
        column.index
        for column in columns
        if column.origin in (Origin.UNKNOWN, Origin.KNOWN)
        and (
            header_key(column.header) in _FORM
            or (_is_account(column) and (_is_anonymous(column, rows) or column.field in asked.values()))
        )
    }
    own = [column for column in columns if header_key(column.header) not in _FORM and not _is_account(column)]
    told = {column.field for column in own if column.field}
    written |= {column.index for column in columns if _is_account(column) and column.field in told}
    if not is_form:
        written = set()
    # Where a kind has a field of that name, it is a column like another: « Heure de fin » of a meeting.
    written -= {column.index for column in columns if _is_known_moment(column) and column.field not in told}
    written |= {column.index for column in columns if _is_known_moment(column) and column.field in told}
    taken = {column.field for column in columns if column.index not in written}
    found = []
    for column in columns:
        name = asked.get(column.index)
        if column.index in written:
            found.append(replace(column, field=None, origin=Origin.FORM))
        elif name is not None and name not in taken:
            taken.add(name)
            found.append(replace(column, field=name, origin=Origin.KNOWN))
        else:
            found.append(column)
    return tuple(found)


def _is_known_moment(column: FoundColumn) -> bool:
    """Whether a column that a form may write by itself is one that the kind of import knows."""
    return column.origin is Origin.KNOWN and header_key(column.header) in _FORM


def _is_account(column: FoundColumn) -> bool:
    return header_key(column.header) in _ACCOUNT


def _is_anonymous(column: FoundColumn, rows: Sequence[Sequence[Cell]]) -> bool:
    said = {fold(shown(row[column.index])) for row in rows if column.index < len(row)} - {""}
    return said <= _NOBODY


# ---- Holder and substitute -------------------------------------------------------------------------------------------


def _sides(columns: Sequence[FoundColumn], known: Mapping[str, str], spreads: Spreads) -> tuple[FoundColumn, ...]:
    """Gives the columns of a substitute their part, where they name one; the holder's are those of the row itself."""
    told = {column.index: _told(column, known, spreads) for column in columns}
    names = {"full_name", "last_name"}
    if not any(side and field in names for side, field in told.values()):
        return tuple(columns)
    found: list[FoundColumn] = []
    taken: set[tuple[str, str]] = set()
    side = ""
    for column in columns:
        own, field = told[column.index]
        is_said = own or _HOLDERS.search(fold(column.header))
        if is_said:
            side = own
        elif field in spreads.sides and ("", field) in taken:
            own = side  # under no title of its own, what is told again of a holder is the substitute's
        taken.add((own, field))
        if field not in spreads.sides:
            found.append(column)
        elif own:
            found.append(replace(column, field=field, origin=Origin.KNOWN, part=own, block=BlockKind.SUBSTITUTE))
        else:
            found.append(column if column.field == field else replace(column, field=field, origin=Origin.KNOWN))
    return tuple(found)


def _told(column: FoundColumn, known: Mapping[str, str], spreads: Spreads) -> tuple[str, str]:
    """The substitute whom a column is about (« Suppléant », « Suppléant 2 »; nothing: the holder), and its field."""
    if column.origin not in (Origin.UNKNOWN, Origin.KNOWN) and column.field != AS_SHAPED:
        return "", column.field or ""
    words = fold(column.header)
    match = _ROLES.search(words)
    if column.origin is Origin.KNOWN and (column.field == spreads.link or column.field not in spreads.sides):
        return "", column.field or ""
    if match and _HOLDERS.search(words):
        return "", ""  # « Titulaire ou suppléant » tells which
    bare = _LINKS.sub(" ", _HOLDERS.sub(" ", _ROLES.sub(" ", words)))
    bare = " ".join(bare.split())
    is_named = match or _HOLDERS.search(words)
    field = known.get(header_key(bare)) if bare else "full_name" if is_named else None
    if field is None and is_named:
        field = known.get(header_key(" ".join(word for word in bare.split() if word not in ("et", "e", "es"))))
    side = ("Suppléant" + (match[3] or "")) if match else ""
    if is_named and field not in spreads.sides:
        return "", ""
    return side, field or column.field or ""


# ---- Bodies, days and years ------------------------------------------------------------------------------------------


def _year_of_days(
    columns: Sequence[FoundColumn], today: dt.date, said: int | None
) -> Callable[[FoundColumn], int | None]:
    """Tells the year of a column whose header names a day alone: the one of the sheet and of the days beside.

    None where they are several, or where the day would stand out of the order of those beside.
    """
    days = [(column.index, day) for column in columns if (day := day_of_header(column.header, today))]
    years = {day.year for _, day in days} | ({said} if said else set())

    def year_of(column: FoundColumn) -> int | None:
        if len(years) != 1:
            return None
        (year,) = years
        day = day_of_header(column.header, today, year)
        before = [other for index, other in days if index < column.index][-1:]
        after = [other for index, other in days if index > column.index][:1]
        is_in_order = day is not None and all(one <= day for one in before) and all(day <= one for one in after)
        return year if is_in_order else None

    return year_of


def _block(
    column: FoundColumn, spreads: Spreads, knows: Knows, today: dt.date, year_said: int | None = None
) -> FoundColumn:
    is_decided = column.field is None and column.origin in (Origin.CHOSEN, Origin.REMEMBERED)
    if not (_is_free(column) or is_decided):
        return column
    kind = part = None
    if day := day_of_header(column.header, today, year_said):
        kind, part = BlockKind.DAYS, f"{day:%d/%m/%Y}"
    elif year := year_of_header(column.header):
        kind, part = BlockKind.YEARS, str(year)
    elif name := body_of_header(column.header, knows):
        kind, part = BlockKind.CROSSES, name
    elif spreads.days and (alone := day_without_year(column.header, today)):
        kind, part = BlockKind.DAYS, alone
    elif column.is_chosen and spreads.crosses:
        kind, part = BlockKind.CROSSES, column.header.rpartition(" – ")[2]
    if kind is None or part is None:
        return replace(column, field=None, origin=Origin.UNKNOWN) if column.field == AS_SHAPED else column
    takes = {BlockKind.DAYS: spreads.days, BlockKind.YEARS: spreads.years, BlockKind.CROSSES: spreads.crosses}
    if is_decided:
        return replace(column, block=kind) if takes[kind] else column  # left aside, and may be read again
    if not takes[kind]:
        return replace(column, field=None, origin=Origin.UNKNOWN, block=kind if kind in ELSEWHERE else "")
    gives = {BlockKind.DAYS: spreads.days, BlockKind.YEARS: spreads.years, BlockKind.CROSSES: (spreads.crosses,)}[kind]
    return replace(column, field=None, origin=Origin.SHAPED, part=part, block=kind, gives=gives or ())


def _crossed_too(columns: Sequence[FoundColumn], rows: Sequence[Sequence[Cell]]) -> tuple[FoundColumn, ...]:
    """Beside bodies with crosses, a column of crosses under another name is of a body too, which is then asked."""
    known = [place for place, column in enumerate(columns) if column.block == BlockKind.CROSSES and column.part]
    found = list(columns)
    for step in (1, -1):
        for start in known:
            place = start + step
            while 0 <= place < len(found) and _is_free(found[place]) and _is_crossed(found[place], rows):
                name = found[place].header.rpartition(" – ")[2]
                gives = columns[start].gives
                found[place] = replace(
                    found[place], field=None, origin=Origin.SHAPED, part=name, block=BlockKind.CROSSES, gives=gives
                )
                place += step
    return tuple(found)


def _summed(column: FoundColumn, rows: Sequence[Sequence[Cell]]) -> FoundColumn:
    """A column of amounts headed by a year (« 2024 », « Montant TTC 2024 ») is worked out, and written by no import."""
    if column.origin is not Origin.UNKNOWN or not _SUM_OF_YEAR.fullmatch(fold(column.header)):
        return column
    said = [cell for row in rows if column.index < len(row) and shown(cell := row[column.index])]
    amounts = [cell for cell in said if is_figure(cell)]
    is_amount = bool(amounts) and all(is_blank(cell) for cell in said if not is_figure(cell))
    return replace(column, field=None, origin=Origin.COMPUTED, part="", block="") if is_amount else column


def _is_crossed(column: FoundColumn, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a column holds crosses, and no count."""
    texts = [text for row in rows if column.index < len(row) and (text := shown(row[column.index]))]
    numbers = {text for text in texts if text.isdecimal()}
    return any(fold(text) == "x" or text in ("✓", "✔") for text in texts) and numbers <= {"0", "1"}


def _several(columns: Sequence[FoundColumn]) -> tuple[FoundColumn, ...]:
    """A lone column headed by a year is no block: it may count anything."""
    years = [column for column in columns if column.block == BlockKind.YEARS]
    if len(years) != 1:
        return tuple(columns)
    lone = replace(years[0], origin=Origin.UNKNOWN, part="", block="")
    return tuple(lone if column is years[0] else column for column in columns)


def _ranks(columns: Sequence[FoundColumn], rows: Sequence[Sequence[Cell]], spreads: Spreads) -> tuple[FoundColumn, ...]:
    """An order of lines, or of a draw, says nothing of the terms of a mandate, though both are called « Rang »."""
    is_drawn = any(column.block == BlockKind.SUBSTITUTE for column in columns)

    def is_order(column: FoundColumn) -> bool:
        if column.field != spreads.ranks or column.origin is not Origin.KNOWN or header_key(column.header) != "rang":
            return False
        numbers = [text for row in rows if column.index < len(row) and (text := shown(row[column.index]))]
        is_first = column.index == min(one.index for one in columns)
        return is_drawn or (
            (is_first or len(numbers) >= _FEW) and numbers == [str(place + 1) for place in range(len(numbers))]
        )

    return tuple(replace(column, field=None, origin=Origin.ORDER) if is_order(column) else column for column in columns)
