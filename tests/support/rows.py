"""Rows in memory, never stored: a body with its rules, a function, a mandate."""

import datetime as dt
from typing import Any

from models.instances import Instance, InstanceState, InstanceType, MandateFunction, Membership
from models.people import Mandate, Person


def day(text: str) -> dt.date:
    """A date as the mission writes it: « 24/11/2026 »."""
    return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007  # a day, not a moment


def maybe_day(text: str | None) -> dt.date | None:
    """The same; None for an unknown one."""
    return None if text is None else day(text)


def body(type_membership: Membership = Membership.CLOSED, *, name: str = "Bas des Pentes", **values: Any) -> Instance:
    """A body of a type; rules given as `type_…` go to its type, the others are its own."""
    of_type = {key.removeprefix("type_"): values.pop(key) for key in list(values) if key.startswith("type_")}
    kind = InstanceType(id=1, code="cq", label="Conseil de quartier", membership=type_membership, **of_type)
    values.setdefault("state", InstanceState.ACTIVE)
    return Instance(**{"id": 1, "code": "CQ-1", "name": name, "type_id": 1, "type": kind, **values})


def function(**values: Any) -> MandateFunction:
    """A plain member's function, unless said otherwise."""
    return MandateFunction(**{"id": 1, "code": "member", "label": "Membre", "is_bureau": False, **values})


def mandate(
    start: str | None = None,
    planned: str | None = None,
    ended: str | None = None,
    *,
    instance: Instance | None = None,
    function_: MandateFunction | None = None,
    **values: Any,
) -> Mandate:
    """A mandate as it comes from the database: ids and relations filled."""
    instance, function_ = instance or body(), function_ or function()
    person = values.pop("person", None) or Person(id=1, last_name="Martin", first_name="Léa")
    return Mandate(
        instance=instance,
        instance_id=instance.id,
        function=function_,
        function_id=function_.id,
        person=person,
        person_id=person.id,
        start_on=maybe_day(start),
        planned_end_on=maybe_day(planned),
        ended_on=maybe_day(ended),
        **{"rank": 1, **values},
    )
