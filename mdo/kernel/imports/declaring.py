"""How a column of an import is declared: its headers, which are French words of workbooks, and how cells are read."""

import datetime as dt
import enum
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from mdo.kernel.imports.cells import identifiers, moments, values
from mdo.kernel.imports.cells.places import to_arrondissement_numbers
from mdo.kernel.imports.words.usual_case import UsualCase
from mdo.kernel.imports.words.vocabulary import YES_OR_NO, WordList, YesNo
from mdo.kernel.rules.never_kept import check_may_be_kept, is_free_text
from mdo.kernel.workbook.reader import Cell
from models.bounds import bounds_of, is_percent

Read = Callable[[Cell, dt.date], Any]
Reader = Read | WordList
Check = Callable[[Any], Any]  # the rule of a value by itself: gives it as it is kept, or raises RuleViolation


class Shape(enum.StrEnum):
    """What a cell of a column looks like: how a model workbook formats it, and what its help says."""

    TEXT = "text"
    NAME = "name"
    CHOICE = "choice"
    DATE = "date"
    MOMENT = "moment"
    HOUR = "hour"
    YES_NO = "yes_no"
    NUMBER = "number"
    AMOUNT = "amount"
    YEAR = "year"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    POSTAL_CODE = "postal_code"
    PLACES = "places"


_NOTES_LENGTH = 10_000


@dataclass(frozen=True)
class ImportField:
    """A column of a kind of import. `label` is a message id; `synonyms` are the headers that files use.

    `owner` is the table that stores what the cell says as it says it; None for a relation, and for what no row stores.
    `check` is the rule of this field alone, where the file does not say the field that it `hinges_on`. The lines of a
    text that `is_added` join what is stored, in a workbook that did not leave to be changed. What is written all in
    capitals is proposed in the case that is `usual` there. What it says may stand in the cells of the field that it is
    `within`: a header of both (« Lieu / salle ») is that one's.
    """

    name: str
    label: str
    read: Read
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    is_personal: bool = False
    shape: Shape = Shape.TEXT
    words: WordList | None = None
    example: str = ""
    owner: type | None = None
    check: Check | None = None
    hinges_on: str = ""
    is_added: bool = False
    usual: UsualCase | None = None
    within: str = ""

    @property
    def is_open(self) -> bool:
        """Whether what a cell says may be read and yet be refused: a text, the name of a row, its number."""
        return self.check is None and self.shape in (Shape.TEXT, Shape.NAME, Shape.NUMBER)


def import_field(
    name: str,
    label: str,
    by: Reader,
    *headers: str,
    example: str = "",
    is_required: bool = False,
    is_personal: bool = False,
    owner: type | None = None,
    check: Check | None = None,
    hinges_on: str = "",
    is_added: bool = False,
    usual: UsualCase | None = None,
    within: str = "",
) -> ImportField:
    """A column of an import: read as `by` says, or for a word of a closed list."""
    words = by if isinstance(by, WordList) else None
    read: Read = partial(_word, words=by) if isinstance(by, WordList) else by
    shape = Shape.CHOICE if words else _SHAPES.get(read, Shape.TEXT)
    return ImportField(
        name, label, read, headers, is_required, is_personal, shape, words, example, owner, check, hinges_on, is_added,
        usual, within,
    )  # fmt: skip


def _word(cell: Cell, today: dt.date, words: WordList) -> Any:
    """A word of a closed list."""
    return values.to_choice(cell, words)


_SHAPES: dict[Read, Shape] = {
    values.to_date: Shape.DATE,
    moments.to_moment: Shape.MOMENT,
    moments.to_hour: Shape.HOUR,
    values.to_birth_year: Shape.YEAR,
}


def _reader(read: Callable[..., Any], shape: Shape = Shape.TEXT, **bounds: Any) -> Read:
    """Reads a cell whatever day it is, within bounds; a column so read looks like `shape`."""

    def of_cell(cell: Cell, today: dt.date) -> Any:
        return read(cell, **bounds)

    _SHAPES[of_cell] = shape
    return of_cell


read_name = _reader(values.to_text, Shape.NAME, maximum=250)  # of a row of the register, or of who is nobody there
read_email = _reader(identifiers.to_email, Shape.EMAIL)
read_phone = _reader(identifiers.to_phone, Shape.PHONE)
read_url = _reader(identifiers.to_url, Shape.LINK)
read_siret = _reader(identifiers.to_siret)
read_postal_code = _reader(identifiers.to_postal_code, Shape.POSTAL_CODE)
read_places = _reader(to_arrondissement_numbers, Shape.PLACES)


def text_of(model: Any, name: str) -> Read:
    """Reads text as long as an attribute takes."""
    kind = model.__table__.c[name].type
    length = getattr(kind, "length", None)
    if length is None:
        return _reader(_to_free_text, maximum=_NOTES_LENGTH, is_long=True)
    return _reader(_to_free_text if is_free_text(name, kind) else values.to_text, maximum=length)


def _to_free_text(cell: Cell, *, maximum: int, is_long: bool = False) -> str | None:
    """A text that holds no number that is never kept, on several lines where it `is_long`."""
    text = values.to_text(cell, maximum=maximum, is_long=is_long)
    if text is not None:
        check_may_be_kept(text)
    return text


def any_postal_code_of(model: Any, name: str) -> Read:
    """Reads a postal code of any country, as long as an attribute takes."""
    return _reader(identifiers.to_any_postal_code, Shape.POSTAL_CODE, maximum=model.__table__.c[name].type.length)


def number_of(model: Any, name: str) -> Read:
    """Reads a whole number within the bounds of an attribute."""
    least, most = bounds_of(model.__table__.c[name]) or (0, 0)
    return _reader(values.to_number, Shape.NUMBER, least=least, most=most)


def amount_of(model: Any, name: str) -> Read:
    """Reads euros and cents, or a percentage, within the bounds of an attribute."""
    column = model.__table__.c[name]
    least, most = bounds_of(column) or (0, 0)
    return _reader(values.to_amount, Shape.AMOUNT, least=least, most=most, is_rate=is_percent(column))


def _yes_or_no(cell: Cell) -> bool | None:
    answer = values.to_choice(cell, YES_OR_NO)
    return None if answer is None else answer is YesNo.YES


read_yes_no = _reader(_yes_or_no, Shape.YES_NO)
