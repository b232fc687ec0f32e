"""What a kind of job declares: a name, a label, a function of (session, parameters, work) that gives an outcome."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import Translate

Right = tuple[str, str]
Parameters = Mapping[str, Any]


class JobCancelled(Exception):
    """The one who asked for the work wants it no more: nothing is kept of it."""


class Work(Protocol):
    """What the function of a job may ask of its worker."""

    @property
    def translate(self) -> Translate:
        """What puts a message into the words of its asker."""

    def report(self, done: int, total: int, message: str, /, **params: Any) -> None:
        """Says how far the work is, `message` being a message id. Raises JobCancelled when it must stop."""

    def await_rows(self, count: int, /) -> None:
        """Says that the rest of the work is to write some `count` rows: the progress follows them by itself."""

    def pause(self, seconds: float, /) -> None:
        """Waits. Raises JobCancelled as soon as the work must stop."""

    def new_file(self) -> Path:
        """Where the file that the job gives back is written; given to `Outcome`, it is kept for a day."""


@dataclass(frozen=True)
class Outcome:
    """What came of a job: a file, which `file_name` names for the reader, or figures (message id, number), or both.

    `remarks` are sentences (message id, parameters) on what one should look at; `entry_id` is the operation of the
    journal that holds what was written; `file_label` (a message id) is said on the button that downloads the file;
    `then` is called once all is committed.
    """

    figures: tuple[tuple[str, int], ...] = ()
    remarks: tuple[tuple[str, dict[str, Any]], ...] = ()
    file: Path | None = None
    file_name: str = ""
    file_label: str = ""
    entry_id: int | None = None
    then: Callable[[], None] = lambda: None

    def stored(self) -> dict[str, Any]:
        """As the row of the job keeps it."""
        kept: dict[str, Any] = {"figures": [list(pair) for pair in self.figures], "entry_id": self.entry_id}
        if self.remarks:
            kept["remarks"] = [list(pair) for pair in self.remarks]
        if self.file is not None:
            kept |= {"file": self.file.name, "file_name": self.file_name, "file_label": self.file_label}
        return kept


class LeadsTo(Protocol):
    """Where the one who asked for the work goes on from its end."""

    def __call__(self, parameters: Parameters, user_id: int, *, is_done: bool) -> tuple[str, str] | None:
        """A message id and an address; None when there is nowhere to go."""


def _nowhere(parameters: Parameters, user_id: int, *, is_done: bool) -> tuple[str, str] | None:
    return None


Run = Callable[[AnySession, Parameters, Work], Outcome]


@dataclass(frozen=True)
class JobKind:
    """A kind of work. `label` is a message id; `rights` are pairs (view, permission) asked again when it runs.

    With `writes` the session of the work may write, and is committed with the end of the job, in one transaction;
    without, it only reads, so that nobody waits for it, and what it may have written is rolled back.
    """

    name: str
    label: str
    run: Run
    writes: bool = False
    rights: Callable[[Parameters], tuple[Right, ...]] = field(default=lambda parameters: ())
    leads_to: LeadsTo = _nowhere


@dataclass(frozen=True)
class Kinds:
    """The kinds that an application knows, by name."""

    by_name: Mapping[str, JobKind]

    @classmethod
    def of(cls, *kinds: JobKind) -> "Kinds":
        """Raises ValueError when two bear one name."""
        names = {kind.name: kind for kind in kinds}
        if len(names) != len(kinds):
            raise ValueError("Two kinds of jobs bear the same name.")
        return cls(names)

    def get(self, name: str) -> JobKind | None:
        """The kind of this name; None when this version of the software does not know it."""
        return self.by_name.get(name)
