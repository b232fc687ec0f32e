"""How a row is placed in the city: the one declarative line that `mdo.kernel.scope.reading` reads on every model.

A restricted reader (référent·e, saisie mairie, élu·e référent·e) reads what is placed in her arrondissements or in
the whole city, and writes only what is placed in her own.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Placement:
    """Base of the placements; a model without one is closed to restricted readers and fails the walking test."""


@dataclass(frozen=True)
class OpenToRead(Placement):
    """Reference rows that everyone reads and no restricted reader writes; `reason` says why that is safe."""

    reason: str


@dataclass(frozen=True)
class MissionOnly(Placement):
    """Rows of the mission and the managers: a restricted reader sees none."""


@dataclass(frozen=True)
class AfterAward(Placement):
    """What suppliers offered: read by those who write tenders; once the contract is awarded, by those who read them.

    `column` leads to the contract, or to the tender whose contract it is. With `kinds`, only the rows whose `kind` is
    one of them are so placed; the others are `MissionOnly`.
    """

    column: str = "contract_id"
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfCarrier(AfterAward):
    """A document: placed where the one record that carries it is, and read by who may open that record.

    Those of `kinds` say what suppliers offered, as `AfterAward` says. Who reads and writes by each column that may lead
    to a record is declared by the domain of that record (`carried` of `mdo.kernel.scope.placements.Places`).
    """


@dataclass(frozen=True)
class ServedMairies(Placement):
    """About a contract, named by this column: read by who answers for a mairie that it serves, written by no one.

    A contract serves the arrondissements that it names and those of the bodies that it names.
    """

    column: str


@dataclass(frozen=True)
class ByArrondissement(Placement):
    """Placed by one arrondissement column; empty means the whole city: read by all, written by the mission."""

    column: str = "arrondissement_id"


@dataclass(frozen=True)
class AsInstance(Placement):
    """The participative body itself: placed by its arrondissements, none of them meaning the whole city."""


@dataclass(frozen=True)
class ByInstance(Placement):
    """Placed where its body is. A row of no body is closed, or as said here.

    `empty_is_open`: it is reference data, open to read; `empty_is_network`: it is the network's (see `OfNetwork`), but
    for the sittings of juries, which their jurors alone read.
    """

    column: str = "instance_id"
    empty_is_open: bool = False
    empty_is_network: bool = False


@dataclass(frozen=True)
class ByMeeting(Placement):
    """Placed where its meeting is; with `has_owner`, the account of `owner_id` reads and changes it wherever it is."""

    has_owner: bool = False


@dataclass(frozen=True)
class OfNetwork(Placement):
    """The network's: read by everyone who answers for an arrondissement; written by the mission and by its `owner`."""

    owner: str


@dataclass(frozen=True)
class OfRegistrar(Placement):
    """A registration: read and written in the arrondissement of who registers; without one, the mission's alone."""


@dataclass(frozen=True)
class AsPerson(Placement):
    """The person register: placed by mandates, then by own arrondissement, then by who created the row."""


@dataclass(frozen=True)
class ByUser(Placement):
    """Rows about accounts: a restricted reader sees those that name her in one of the columns, and writes none."""

    columns: tuple[str, ...] = ("user_id",)


@dataclass(frozen=True)
class OwnedByUser(Placement):
    """Rows of one's own: read and written by the account of `user_id`; read too by the holders of a role.

    `shared_with` names the column that holds the role. Readers without limits are not narrowed: their screens ask for
    their own rows.
    """

    shared_with: str | None = None


@dataclass(frozen=True)
class AsProject(Placement):
    """A project itself: read by who answers for an arrondissement that it serves, by itself or by a body it names.

    Without either it is the mission's alone. No restricted reader writes it.
    """


@dataclass(frozen=True)
class ByProject(Placement):
    """Placed where its project is; the account of `owner_id` reads and changes it wherever that is."""


@dataclass(frozen=True)
class AsTask(ByMeeting):
    """Something to do: placed by its meeting, and its owner's and its team's wherever it is.

    A project places none: who reads it reads its days, and does there what is her own to do.
    """

    has_owner: bool = True


@dataclass(frozen=True)
class AsApplication(Placement):
    """An application to a call: read where its councils are, written where the one that asks is.

    A juror reads those that she said she has no interest in, while the call is judged; who is concerned reads it not.
    """


@dataclass(frozen=True)
class ByApplication(Placement):
    """Placed where its application is; of `kinds`, only the rows whose `kind` is one of them are written there.

    What is `of_councils` is no part of the file that a juror reads.
    """

    kinds: tuple[str, ...] = ()
    of_councils: bool = False


@dataclass(frozen=True)
class ByJuror(Placement):
    """What a juror says of an application: read and written by her alone; `is_judged`, once she may read the file."""

    is_judged: bool = False
