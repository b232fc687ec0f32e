"""Recognises what a block of columns is: bodies to cross, days, years, a holder beside a substitute, answers to a form.

From the headers and the first rows alone; `mdo.kernel.imports.reading.spreading` makes lines of them.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from mdo.kernel.imports.cells.together import one_of_all
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.reading.blocks import (
    BlockKind,
    Spreads,
    block_of,
    crossed_too,
    is_free,
    ranked,
    several,
    summed,
    year_of_days,
)
from mdo.kernel.imports.reading.found import AS_SHAPED, FoundColumn, Origin, SheetLayout
from mdo.kernel.imports.reading.header_words import Knows, year_of_sheet
from mdo.kernel.imports.reading.headers import declared_key, header_key
from mdo.kernel.workbook.reader import Cell, Sheet
from models.text import fold

_ROLES = re.compile(r"\b(suppleante?s?|suppl|remplacante?s?)( e| es)?( \d)?\b")
_HOLDERS = re.compile(r"\b(titulaires?|principale?|principaux)( \d)?\b")
_LINKS = re.compile(r"\b(du|de|des|la|le|les|l|d|membre|membres)\b")
_ASKED = re.compile(
    r"^(merci (de|d) (nous )?(preciser|indiquer|donner)|veuillez (preciser|indiquer|saisir|renseigner)|indiquez"
    r"|precisez|quel(le)?s? (est|sont)|dans quel(le)?s?|a quel(le)?s?|de quel(le)?s?|selectionnez|choisissez"
    r"|(acceptez|souhaitez|voulez|desirez) (vous )?(de )?recevoir|acceptez"
    r"|j (accepte|souhaite|veux|desire) (de )?recevoir)\b"
)
_YOURS = re.compile(
    r"\b(votre|vos|ton|vous|est|sont|etes|siegez|sieger|souhaitez|voulez|desirez|participer|participez"
    r"|rejoindre|integrer|inscrire|inscrit|inscrite|svp|s il plait)\b"
)
_BETWEEN = re.compile(r"\s*[/&+]\s*|\s+(?:et|ou)\s+", re.IGNORECASE)  # the parts of a header
_PLURAL = re.compile(r"(?<=\w)\((e|s|es)\)s?")
# What a question asks for without naming it.
_UNNAMED = (
    (re.compile(r"(etes vous|vous etes)( un| une)?( homme| femme)?( ou)?( un| une)?( homme| femme)?"), "genre"),
    (re.compile(r"(a|en) quel(le)? (titre|qualite)( .*)?"), "college"),  # where a kind has one
    (re.compile(r"(a |sur )?quel numero .*(joindre|contacter|appeler|rappeler)"), "telephone"),
    (re.compile(r"(a )?quel(le)? (adresse|mail|courriel) .*(ecrire|joindre|contacter)"), "courriel"),
)
# « Représentant·e (titulaire / suppléant·e) »: whoever stands for an association, by name.
_STANDS_FOR = re.compile(
    r"(nom (et prenom )?(du |de la |des |de l )?)?(representant|delegue|mandataire)e?s?( e| es)?( de l association)?"
    r" titulaires?( e| es)? ((et|ou) )?suppleante?s?( e| es)?"
)
# Columns that a form writes by itself.
_FORM = frozenset(
    header_key(name)
    for name in (
        "ID", "Horodateur", "Heure de début", "Heure de fin", "Heure de la dernière modification", "Timestamp",
        "Start time", "Completion time", "Last modified time", "Total points", "Total des points", "Quiz feedback",
        # LimeSurvey, then Framaforms
        "ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série",
        "Date de lancement", "Date de la dernière action", "Adresse IP", "URL de référence",
        "Série", "SID", "Heure de soumission", "Heure d'achèvement", "Heure de modification", "Brouillon", "UID",
    )
)  # fmt: skip
_ACCOUNT = frozenset(header_key(name) for name in ("Adresse de messagerie", "Adresse e-mail", "Email", "Nom", "Name"))
_NOBODY = frozenset(("anonymous", "anonyme"))
_NAMES = frozenset(("full_name", "last_name"))
_ARTICLES = frozenset(("le", "la", "les", "l", "d", "de", "un", "une"))
_FIRST_ROWS = 40


def shaped(
    sheet: Sheet,
    layout: SheetLayout,
    fields: Sequence[ImportField],
    spreads: Spreads,
    knows: Knows,
    today: dt.date,
    near: Callable[[str], str] = lambda text: "",
) -> SheetLayout:
    """The layout with its blocks: columns that bear a part of a row, or what their header says.

    `near` gives the body that a header names in part.
    """
    if layout.header_row is None:
        return layout
    known, by_name = _known(fields), {field.name: field for field in fields}
    first = layout.header_row + 1
    without = layout.doubtful | set(layout.left)
    rows = [row for at, row in enumerate(sheet.rows[first : layout.end], first) if at not in without][:_FIRST_ROWS]
    columns = _form(layout.columns, rows, known, by_name)
    columns = _sides(columns, known, spreads)
    year = year_of_days(columns, today, year_of_sheet(sheet, layout.header_row))
    columns = tuple(block_of(column, spreads, knows, today, year(column)) for column in columns)
    columns = crossed_too(columns, rows, near)
    if spreads.sums_years:
        columns = tuple(summed(column, rows) for column in columns)
    if spreads.ranks:
        columns = ranked(columns, rows, spreads)
    return replace(layout, columns=several(columns))


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
    known, by_name = _known(fields), {field.name: field for field in fields}

    def guess(header: str) -> str | None:
        column = FoundColumn(0, header, None, Origin.UNKNOWN)
        side, told = _told(column, known, spreads)
        if told:
            return f"{side} {told}" if side else told
        if asked := asked_field(header, known, by_name):
            return asked
        block = block_of(column, spreads, knows, today)
        return f"{block.block} {block.part}" if block.part else None

    return guess


def _known(fields: Sequence[ImportField]) -> dict[str, str]:
    known = {declared_key(field.label): field.name for field in fields}
    known.update({declared_key(name): field.name for field in fields for name in field.synonyms})
    return known


# ---- Forms -----------------------------------------------------------------------------------------------------------


def asked_field(header: str, known: Mapping[str, str], fields: Mapping[str, ImportField]) -> str | None:
    """The field that a question asks for, by the keys of headers: « Quel est votre prénom ? ».

    So are those of which each part says one thing (« Ville / commune »), both together (« Date / heure »), or what one
    of them may hold (« Lieu / salle », « Mail et tél. »).
    """
    if is_of_both(header):
        return known.get(header_key("Nom complet"))
    text = fold(_PLURAL.sub("", header).partition("(")[0])
    unnamed = next((key for pattern, key in _UNNAMED if pattern.fullmatch(text)), None)
    if unnamed is not None:
        return known.get(header_key(unnamed))
    words = _YOURS.sub(" ", _ASKED.sub(" ", text)).split()
    while words and words[0] in _ARTICLES:
        del words[0]
    if len(words) > 1 and words[-1] == "membre":  # « De quel conseil êtes-vous membre ? »
        del words[-1]
    singular = [word.removesuffix("s") for word in words]
    found = known.get(header_key(" ".join(words))) or known.get(header_key(" ".join(singular)))
    parts = [] if found else _BETWEEN.split(header)
    if len(parts) > 1:
        told = {asked_field(part, known, fields) for part in parts}
        found = known.get(header_key(" et ".join(parts))) if len(told) > 1 else None
        found = found or one_of_all(told, fields)
    return found


def is_of_both(header: str) -> bool:
    """Whether a header names who stands for an association, the holder or a substitute."""
    return "(" in header and _STANDS_FOR.fullmatch(fold(header)) is not None


def _form(
    columns: Sequence[FoundColumn],
    rows: Sequence[Sequence[Cell]],
    known: Mapping[str, str],
    fields: Mapping[str, ImportField],
) -> tuple[FoundColumn, ...]:
    """Columns headed by questions say what is asked; those that the form writes by itself say nothing."""
    is_form = sum(header_key(column.header) in _FORM for column in columns) > 1
    asked = {
        column.index: name
        for column in columns
        if is_free(column) and (name := asked_field(column.header, known, fields)) is not None
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
        elif name is not None and name not in taken and not (is_of_both(column.header) and taken & _NAMES):
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
    if not any(side and field in _NAMES for side, field in told.values()):
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
    if match and _HOLDERS.search(words):  # « Titulaire ou suppléant » tells which, « Nom (titulaire / suppléant) » both
        return "", known.get(header_key(column.header.partition("(")[0])) or ""
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
