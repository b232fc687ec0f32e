"""Whom of the register a line of registrations means: linked where nothing leaves a doubt, else asked."""

from collections.abc import Iterable
from typing import Any

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.reading.tables import Line
from mdo.people.import_namesakes import Namesakes
from mdo.people.import_persons import TELLING, Evidence, PeopleIndex, SeveralFit
from models.people import Person

_SOMEONE_ELSE = Option("other", N_("Someone else: registered by name alone"))
_ALL_OTHERS = Option("other", N_("Each is someone else: registered by name alone"))


class PeopleOfLines:
    """The people in sight of the reader who bear a name of the file."""

    def __init__(self, session: AnySession, lines: Iterable[Line]) -> None:
        names = ({"full_name": str(line.cells["name"])} for line in lines if line.cells.get("name"))
        self._index = PeopleIndex(session, names)
        self._namesakes = Namesakes(self._index, _SOMEONE_ELSE, _ALL_OTHERS)

    def find(self, planner: LinePlanner, body: Any) -> Person | None:
        """Whom a new registration means; None for nobody of the register, and while it is asked.

        An address, a phone or a body tells her as in the import of people; so does a name that she alone bears, unless
        she has another address.
        """
        if planner.failed & TELLING:
            return None
        values = planner.values
        values["full_name"] = values["name"]
        evidence = Evidence.of(values, body.id if body is not None else None)
        only = self._index.only_namesake(values)
        known = only if only is not None and only.may_be(evidence) else None
        if known is None and not evidence.is_empty:
            try:
                known = self._index.find(values, evidence)
            except SeveralFit:
                known = None
        if known is None:
            known, _ = self._namesakes.of_register(planner, evidence)
        return known.target.row if known is not None else None
