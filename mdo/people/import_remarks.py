"""What a line says of a person for which the register has no field: it joins the notes, in French words."""

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.joined import with_lines
from mdo.kernel.imports.lines import LinePlanner, is_same
from mdo.people.import_fields import BIRTH_NAME, MANDATE_NOTES
from mdo.people.vocabulary import BORN, OTHERS
from models.people import Mandate
from models.text import fold

_NOTED = N_("« %(value)s », of « %(column)s », goes to the notes.")
_READ_ONLY = N_("But the notes stay as they are, without « %(value)s »: you may not change the record of this person.")


def note_the_rest(planner: LinePlanner) -> None:
    """Moves a birth name and other contacts to the notes, or where nothing else says what they say."""
    values = planner.values
    born = values.pop(BIRTH_NAME, None)
    if born and not (values.get("last_name") or values.get("full_name")) and "last_name" not in planner.failed:
        values["last_name"] = born
    elif born and fold(born) not in (fold(values.get("last_name")), fold(values.get("full_name"))):
        _note(planner, BIRTH_NAME, born, BORN)
    for name, (main, words) in OTHERS.items():
        other = values.pop(name, None)
        if other and main not in values and main not in planner.failed:
            values[main] = other
        elif other and not is_same(main, values.get(main), other):
            _note(planner, name, other, words)


def _note(planner: LinePlanner, name: str, value: str, words: str) -> None:
    planner.values["notes"] = with_lines(planner.values.get("notes"), words % value)
    planner.planned.notes.append((_NOTED, {"value": value, "column": planner.header(name)}))


def mandate_values(planner: LinePlanner) -> dict[str, object]:
    """What a line says of the columns of a mandate; in a file of people, its notes have a column of their own."""
    own = planner.own(Mandate)
    if MANDATE_NOTES in own:
        own["notes"] = own.pop(MANDATE_NOTES)
    return own


def leave_notes(planner: LinePlanner) -> None:
    """Tells the notes on someone whom the reader may not change, and leaves them."""
    said = planner.values.pop("notes", None)
    if said is not None:
        planner.planned.notes.append((_READ_ONLY, {"value": said}))
