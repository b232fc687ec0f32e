"""What référents see of the contracts that serve their mairies, when the mission shows it: no amount, no tender.

These classes read the tables of contracts through statements that hold nothing else: there is no copy to keep true, and
whoever reads them (a list, a file, a search) finds no more. Row scope narrows them as any other class.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Date, Integer, String, select, type_coerce
from sqlalchemy.orm import Mapped, foreign, relationship, remote

from models.base import Model
from models.contracts import Contract, ContractHolder, ContractState
from models.execution import Deliverable
from models.placement import Placement, ServedMairies
from models.suppliers import Supplier

_contract, _holder = Contract.__table__.c, ContractHolder.__table__.c
_deliverable, _supplier = Deliverable.__table__.c, Supplier.__table__.c
# A file that is not awarded yet is shown to no one: its procedure is under way.
_IS_SHOWN = _contract.is_shared & _contract.state.in_(
    (ContractState.AWARDED, ContractState.RUNNING, ContractState.ENDED)
)


def _plain(column: Any, name: str, kind: Any) -> Any:
    """A column under its name, which points to nothing: what is only read holds no other row back."""
    return type_coerce(column, kind).label(name)


class SharedContract(Model):  # type: ignore[misc]  # FAB's Model is untyped
    """A contract as its mairies see it: what it is about, who holds it, when it runs."""

    __table__ = (
        select(
            _plain(_contract.id, "id", Integer()),
            _plain(_contract.number, "number", String()),
            _plain(_contract.title, "title", String()),
            _plain(_contract.starts_on, "starts_on", Date()),
            _plain(_contract.ends_on, "ends_on", Date()),
        )
        .where(_IS_SHOWN)
        .subquery("shared_contract")
    )
    __mapper_args__: ClassVar[dict[str, Any]] = {"primary_key": [__table__.c.id]}
    __placement__: ClassVar[Placement] = ServedMairies("id")

    if TYPE_CHECKING:
        id: Mapped[int]
        number: Mapped[str]
        title: Mapped[str]
        starts_on: Mapped[dt.date | None]
        ends_on: Mapped[dt.date | None]

    holders: Mapped[list["SharedHolder"]] = relationship(
        primaryjoin=lambda: SharedContract.id == foreign(remote(SharedHolder.contract_id)),
        order_by=lambda: (SharedHolder.position, SharedHolder.id),
        viewonly=True,
        lazy="select",
    )
    deliverables: Mapped[list["SharedDeliverable"]] = relationship(
        primaryjoin=lambda: SharedContract.id == foreign(remote(SharedDeliverable.contract_id)),
        order_by=lambda: (SharedDeliverable.due_on, SharedDeliverable.id),
        viewonly=True,
        lazy="select",
    )

    def __str__(self) -> str:
        return f"{self.number} – {self.title}"


class SharedHolder(Model):  # type: ignore[misc]  # FAB's Model is untyped
    """The name of a supplier that holds a shared contract."""

    __table__ = (
        select(
            _plain(_holder.id, "id", Integer()),
            _plain(_holder.contract_id, "contract_id", Integer()),
            _plain(_holder.position, "position", Integer()),
            _plain(_supplier.name, "name", String()),
        )
        .where(_holder.contract_id == _contract.id, _holder.supplier_id == _supplier.id, _IS_SHOWN)
        .subquery("shared_holder")
    )
    __mapper_args__: ClassVar[dict[str, Any]] = {"primary_key": [__table__.c.id]}
    __placement__: ClassVar[Placement] = ServedMairies("contract_id")

    if TYPE_CHECKING:
        id: Mapped[int]
        contract_id: Mapped[int]
        position: Mapped[int]
        name: Mapped[str]

    def __str__(self) -> str:
        return self.name


class SharedDeliverable(Model):  # type: ignore[misc]  # FAB's Model is untyped
    """What is to be delivered under a shared contract, and when; not what the city decided of it."""

    __table__ = (
        select(
            _plain(_deliverable.id, "id", Integer()),
            _plain(_deliverable.contract_id, "contract_id", Integer()),
            _plain(_deliverable.name, "name", String()),
            _plain(_deliverable.due_on, "due_on", Date()),
            _plain(_deliverable.received_on, "received_on", Date()),
        )
        .where(_deliverable.contract_id == _contract.id, _IS_SHOWN)
        .subquery("shared_deliverable")
    )
    __mapper_args__: ClassVar[dict[str, Any]] = {"primary_key": [__table__.c.id]}
    __placement__: ClassVar[Placement] = ServedMairies("contract_id")

    if TYPE_CHECKING:
        id: Mapped[int]
        contract_id: Mapped[int]
        name: Mapped[str]
        due_on: Mapped[dt.date | None]
        received_on: Mapped[dt.date | None]

    def __str__(self) -> str:
        return self.name
