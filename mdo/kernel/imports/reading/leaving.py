"""Recognises, by their shape, the rows of a sheet that hold no data: repeated headers, totals, counts, notes."""

import re
from collections.abc import Callable, Sequence

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.reading.found import Reason
from mdo.kernel.imports.reading.headers import Headers, header_key
from mdo.kernel.imports.words.vocabulary import TOTAL_WORDS
from mdo.kernel.workbook.reader import Cell, CellFault, MergedCell
from models.text import fold

TITLE: Reason = (N_("Title: no data."), {})
GIVES = N_("Title: « %(value)s » is read for the lines below.")
REPEATED: Reason = (N_("Headers repeated."), {})
TOTAL: Reason = (N_("Total or count: no data."), {})
NOTE: Reason = (N_("Note: no data."), {})
SIGNATURE: Reason = (N_("Signature: no data."), {})
PAGE: Reason = (N_("Foot of a printed page."), {})
OTHER_TABLE: Reason = (N_("Another table, whose columns say nothing here."), {})

_TOTAL = re.compile(r"(sous )?tota(l|ux)\b(?P<rest>.*)")
_WHAT_COUNTS = (
    r"(adherents?|participants?|inscrits?|presents?|habitants?|personnes?|structures?|associations?|actions?"
    r"|demandes?|reunions?|sieges?|titulaires?|suppleants?|voix|lignes?|femmes?|hommes?)"
)
_OF_TOTAL = re.compile(
    rf"|( (general|generaux|cumule|partiel|ttc|ht|hors|par|du|de|des|d|le|au|en|membres?)\b.*)| {_WHAT_COUNTS}"
)
# « 7 membres », « 3 associations, dont 2 nouvelles »: a count that no word announces.
_COUNT_ALONE = re.compile(rf"\d{{1,6}} (membres?|{_WHAT_COUNTS})( (au total|en tout)| dont .*)?")
_COUNT = re.compile(r"(nombre|nb|nbre|effectifs?|dont|soit|moyenne|somme|cumul|decompte|quorum)\b")
_COUNTED = frozenset(
    ("presents", "presentes", "presences", "absents", "absentes", "excuses", "inscrits", "membres", "femmes", "hommes")
)
_COUNTED_WORD = re.compile(r"\d{1,6}\s+[^\W\d_]+(?:[·.(][^\W\d_]+\)?)*")
_ANSWERS = frozenset(("oui", "non", "x", "atteint", "non atteint", "sans objet", "so"))
_MAY_COUNT = re.compile(
    rf"\s*(\d{{1,6}}\s+[^\W\d_]{{3}}|sous|tota|nombre|nb|effecti|dont|soit|moyen|somme|cumul|d[ée]compte|quorum|pr[ée]sent|excus|{'|'.join(_COUNTED)})",
    re.IGNORECASE,
)
_PAGE = re.compile(r"p(age|\.)? ?\d+( ?(/|sur|de) ?\d+)?")
_SIGNATURE = re.compile(
    r"(fait (à|a|le|en)\b|vu( (et|le|la|par|pour)\b|,|$)|sign(é|e|ature)\b|lu et approuvé|bon pour\b|certifi|"
    r"pour (le|la|l['’]))",
    re.IGNORECASE,
)
_SIGNER = re.compile(
    r"(le |la |l['’])(maire|adjointe?|présidente?|secrétaire|trésorière?|directeur|directrice|chef|cheffe|huissier|"
    r"référente?|élue?)\b",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(nb|n b|nota|note|remarque|legende|source|mise? a jour|a jour|imprime|edite|extrait|document|attention|"
    r"en (jaune|rouge|vert|bleu|orange|gris|gras|italique|violet|rose))\b"
)
_SIGNED_NOTE = re.compile(r"\s*(\*|\(\s*[*\d]+\s*\)|\[\d+\]|¹|²|³|†|NB\b|N\.B\.)")
_EQUALS = re.compile(r"[^=:]{1,30}\s[=:]\s")
_AMOUNT = re.compile(
    r"[-+]?[\d\s.,\u00a0\u202f]*\d[\d\s.,\u00a0\u202f]*(€|%|eur(os?)?|membres?|pers(onnes?)?\.?)?", re.IGNORECASE
)
# The words that a name may have in small letters.
_PARTICLES = frozenset(
    ("de", "du", "des", "la", "le", "les", "l", "d", "et", "née", "ne", "nee", "épouse", "dit", "dite")
)
_WAIT = re.compile(r"\blistes? (complementaire|d attente|de reserve)s?\b|\bnon retenu(e|s|es)?\b")
_PROSE_WORDS, _PROSE_SMALL = 4, 2
_LONGEST_HEADER = 200


def filled(row: Sequence[Cell]) -> list[tuple[int, Cell]]:
    """The cells of a row that hold something of their own, with their columns."""
    return [
        (index, cell)
        for index, cell in enumerate(row)
        if cell is not None and not isinstance(cell, MergedCell) and _holds(cell)
    ]


def _holds(cell: Cell) -> bool:
    return not isinstance(cell, str) or (bool(cell.strip()) and (cell.isascii() or bool(shown(cell))))


def part_of(row: Sequence[Cell], first: int, last: int | None) -> Sequence[Cell]:
    """The cells of a row between two columns, the second not taken; those on the left are blank."""
    if not first and last is None:
        return row
    return [cell if index >= first else None for index, cell in enumerate(row[:last])]


def lone_text(row: Sequence[Cell]) -> str:
    """The text of a row that holds nothing else, whatever it is merged over; nothing otherwise."""
    if not is_sparse(row):
        return ""
    cells = filled(row)
    return shown(cells[0][1]) if len(cells) == 1 and isinstance(cells[0][1], str) else ""


def is_sparse(row: Sequence[Cell]) -> bool:
    """Whether a row holds one cell of its own at most: told at the second one, for most rows are lines."""
    own = (cell for cell in row if cell is not None and not isinstance(cell, MergedCell) and _holds(cell))
    return next(own, None) is None or next(own, None) is None


def is_of_who_waits(title: str) -> bool:
    """Whether a title heads people who wait for a place, and are no members yet."""
    return bool(_WAIT.search(fold(title)))


def is_figure(cell: Cell) -> bool:
    """Whether a cell counts: a number, an amount in words, a formula whose value was not kept."""
    if isinstance(cell, str):
        text = cell.strip()
        return bool(_AMOUNT.fullmatch(text)) and not (text.startswith("0") and text[1:2].isdigit())  # a phone
    return isinstance(cell, float | CellFault) and not isinstance(cell, bool)


def is_total(row: Sequence[Cell]) -> bool | None:
    """Whether a row is a total or a count; None when it begins as one and goes on as data."""
    word = next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
    if not _MAY_COUNT.match(word):
        return False
    cells = filled(row)
    first = next(((place, cell) for place, (_, cell) in enumerate(cells) if isinstance(cell, str)), (0, ""))
    text = shown(first[1])
    words = fold(text)
    others = [cell for place, (_, cell) in enumerate(cells) if place != first[0]]
    counts = all(is_figure(cell) or _is_counted(cell) for cell in others)
    if words in TOTAL_WORDS:
        return True
    if match := _TOTAL.match(words):
        says = _OF_TOTAL.fullmatch(match["rest"]) or ":" in text or re.search(r"\d", text)
        return True if says and counts else None
    if words.startswith("quorum") and others and all(_is_answer(cell) for cell in others):
        return True  # « Quorum atteint, oui, non, oui »
    if _COUNT.match(words):
        return counts and (bool(others) or bool(re.search(r"\d", text)))
    if _COUNT_ALONE.fullmatch(words):
        return counts
    if words in _COUNTED or words.removesuffix(" s") in _COUNTED:
        return counts and bool(others)
    return False


def _is_counted(cell: Cell) -> bool:
    """« 7 titulaires »: beside « Total », a number and what it counts."""
    return isinstance(cell, str) and bool(_COUNTED_WORD.fullmatch(cell.strip()))


def _is_answer(cell: Cell) -> bool:
    return is_figure(cell) or fold(shown(cell)) in _ANSWERS


def is_sum(row: Sequence[Cell]) -> bool:
    """Whether a row holds figures alone."""
    cells = filled(row)
    return bool(cells) and all(is_figure(cell) for _, cell in cells)


def is_page(row: Sequence[Cell]) -> bool:
    """Whether a row is the foot of a printed page: « Page 2 », « 2/5 »."""
    text = lone_text(row)
    return bool(text) and len(text) < 20 and bool(_PAGE.fullmatch(text.casefold().strip("- –")))


def is_repeated(row: Sequence[Cell], headers: Headers, *others: Headers) -> bool:
    """Whether a row says the headers again."""
    place, word = next(((at, cell) for at, cell in enumerate(row) if isinstance(cell, str) and cell.strip()), (0, ""))
    if not word or len(word) > _LONGEST_HEADER:
        return False
    key = header_key(shown(word))
    if not any(place < len(known.keys) and known.keys[place] == key for known in (headers, *others)):
        return False
    cells = filled(row)
    if not all(isinstance(cell, str) and len(cell) <= _LONGEST_HEADER for _, cell in cells[:2]):
        return False
    for known in (headers, *others):
        keys = known.keys
        if all(index < len(keys) and header_key(shown(cell)) == keys[index] for index, cell in cells):
            return len(cells) > 1 or sum(map(bool, keys)) == 1
    return False


def line_reason(row: Sequence[Cell], headers: Headers, *lines: Headers) -> Reason | None:
    """Why a row holds no data, wherever it stands under the headers; `lines` are the rows of which these are made."""
    if is_repeated(row, headers, *lines):
        return REPEATED
    if is_page(row):
        return PAGE
    return TOTAL if is_total(row) else None


def is_like_headers(row: Sequence[Cell], headers: Headers) -> bool:
    """Whether a row heads another table of the same columns but for the first: a table of counts by year."""
    cells = filled(row)
    keys = headers.keys
    same = [index < len(keys) and header_key(shown(cell)) == keys[index] for index, cell in cells]
    return len(cells) > 2 and isinstance(cells[0][1], str) and not same[0] and all(same[1:])


def foot_reason(row: Sequence[Cell], is_name: Callable[[int], bool]) -> Reason | None:
    """Why a row under the last line of a table holds no data; `is_name` tells columns that name what a line is about.

    None for one that may be data.
    """
    if is_sum(row) and not any(is_name(index) for index, _ in filled(row)):
        return TOTAL
    text = lone_text(row)
    if not text:
        return None
    words = fold(text)
    signer = _SIGNER.match(text)
    if _SIGNATURE.match(text) or (signer and not _is_named(text[signer.end() :])):
        return SIGNATURE
    if _SIGNED_NOTE.match(text) or _NOTE.match(words) or _EQUALS.match(text) or _is_prose(text):
        return NOTE
    return None


def _is_named(rest: str) -> bool:
    """Whether a name follows at once, as in « LE MAIRE Bruno »."""
    return rest[:1] == " " and rest[1:2].isupper()


def _is_prose(text: str) -> bool:
    """Whether words are a sentence and no name: several of them, small ones that no name has."""
    words = text.replace("’", " ").replace("'", " ").split()
    small = [word for word in words if word[:1].islower() and word.strip(".,;").casefold() not in _PARTICLES]
    return len(words) >= _PROSE_WORDS and len(small) >= _PROSE_SMALL
