"""The model workbook of each kind of import, from the declarations of its columns and the register of the reader."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import IO, Any

from sqlalchemy import Select, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.fields.help import FIELD_HELP
from mdo.kernel.imports.declaring import ImportField, Shape
from mdo.kernel.imports.kinds import KINDS, ImportKind
from mdo.kernel.imports.lines import PERSONAL_DATA
from mdo.kernel.imports.register import Can, elected_names
from mdo.kernel.imports.words.vocabulary import YES_NO
from mdo.kernel.workbook.models import ModelColumn, ModelWords, write_model_workbook
from models.accounts import User
from models.territory import Arrondissement

# The names of the register that a column may hold, by the name of its field: domains declare the statements.
NAMES_OF_FIELDS: dict[str, Select[Any]] = {}

_MOST_WORDS = 2_000  # beyond, a drop-down list helps nobody
SHAPE_HELP = {
    Shape.TEXT: N_("Text."),
    Shape.NAME: N_("The name that the register knows; the list offers it when there is one."),
    Shape.CHOICE: N_("One of the words of the list."),
    Shape.DATE: N_("A date, as 24/11/2026."),
    Shape.MOMENT: N_("A day and an hour, as 24/11/2026 18:30."),
    Shape.HOUR: N_("An hour, as 18:30."),
    Shape.YES_NO: N_("Yes or no."),
    Shape.NUMBER: N_("A whole number from 1 on."),
    Shape.YEAR: N_("Four digits, as 1984."),
    Shape.EMAIL: N_("One e-mail address."),
    Shape.PHONE: N_("Ten digits, or + and the country code."),
    Shape.LINK: N_("The address of a page: it begins with https://."),
    Shape.POSTAL_CODE: N_("Five digits."),
    Shape.AMOUNT: N_("A number, as 1234,50."),
    Shape.PLACES: N_("An arrondissement, as 3e; a body may have several: 3e, 7e."),
}


def write_model(
    session: AnySession,
    kind: str,
    stream: IO[bytes],
    translate: Translate,
    can: Can,
    language: str = "fr",
    *,
    names: Collection[str] = (),
    lists: Mapping[str, tuple[str, ...]] | None = None,
    said: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Writes the model workbook of a kind; its lists hold what the session sees, personal columns go by right.

    It may be narrowed to the columns of some `names`; `lists` are words of its own for some of them; what is
    `said` of all the lines, by field, stands over the headers and has no column.
    """
    spec = KINDS[kind]
    offered = {**names_of_register(session), **(lists or {})}
    needed = {name: group for group in spec.required for name in group}
    titles = {field.name: f"{field.synonyms[0]} : {said[field.name]}" for field in spec.fields if field.name in said}
    columns = [
        _column(spec, field, needed.get(field.name, ()), offered, translate)
        for field in spec.fields
        if (not names or field.name in names)
        and field.name not in said
        and (not field.is_personal or can(*PERSONAL_DATA))
    ]
    words = ModelWords(
        translate(spec.label),
        translate(N_("Example")),
        translate(N_("Help")),
        translate(N_("Lists")),
        (translate(N_("Column")), translate(N_("Needed")), translate(N_("What one writes")), translate(N_("Example"))),
        translate(N_("This word is not in the list: it may be refused by the import.")),
        language,
    )
    write_model_workbook(stream, columns, words, tuple(titles.values()))


def _column(
    spec: ImportKind,
    field: ImportField,
    group: tuple[str, ...],
    lists: Mapping[str, tuple[str, ...]],
    translate: Translate,
) -> ModelColumn:
    helps = [FIELD_HELP.get(table, {}).get(field.name, "") for table in spec.helped_by]
    sentences = [translate(text) for text in (*helps[:1], SHAPE_HELP[field.shape]) if text]
    words: tuple[str, ...] = ()
    if field.words is not None:
        words = tuple(members[0] for members in field.words.members.values())
    elif field.shape is Shape.YES_NO:
        words = YES_NO
    elif field.shape is Shape.PLACES:
        words = lists["place"]
    elif field.shape is Shape.NAME:
        words = lists.get(field.name, ())
    need = translate(N_("required")) if len(group) == 1 else translate(N_("one of them is required")) if group else ""
    is_date = field.shape is Shape.DATE
    example = words[0] if field.shape is Shape.NAME and len(words) == 1 else field.example
    return ModelColumn(field.synonyms[0], " ".join(sentences), need, words, is_date, example)


def names_of_register(session: AnySession) -> dict[str, tuple[str, ...]]:
    """What names of the register a column may hold, by name of field."""
    accounts = tuple(f"{user.first_name} {user.last_name}" for user in session.scalars(select(User)))
    names: dict[str, Select[Any]] = {
        "place": select(Arrondissement.name).order_by(Arrondissement.number),
        **NAMES_OF_FIELDS,
    }
    found = {name: _few(session.scalars(statement)) for name, statement in names.items()}
    return {
        **found,
        "elected_user": _few(elected_names(session).shown),
        **dict.fromkeys(("agent", "user", "replacement", "responsible", "organiser", "owner"), _few(accounts)),
    }


def _few(names: Iterable[str]) -> tuple[str, ...]:
    distinct = tuple(dict.fromkeys(names))
    return distinct if len(distinct) <= _MOST_WORDS else ()
