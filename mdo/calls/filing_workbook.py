"""The workbook that a call gives out: its name over the headers, its axes in a list."""

from typing import IO

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import Translate
from mdo.kernel.imports.model_workbook import write_model
from mdo.kernel.imports.register import Can
from models.calls import ProjectCall

KIND = "applications"
# What a council writes; what is decided of its project is no business of the workbook.
_OF_COUNCIL = (
    *("title", "instance", "instance_place", "axis", "summary", "expenses", "asked_incl_tax", "carrier"),
    *("adopted_on", "filed_on"),
)


def write_filing_workbook(
    session: AnySession, call: ProjectCall, stream: IO[bytes], translate: Translate, can: Can, language: str
) -> None:
    """Writes the workbook to fill in for a call; the import of applications reads it as it comes back."""
    lists = {"axis": tuple(axis.name for axis in call.axes)}
    said = {"call": call.title}
    write_model(session, KIND, stream, translate, can, language, names=_OF_COUNCIL, lists=lists, said=said)
