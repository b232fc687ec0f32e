"""What the kernel is told about people."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from mdo.instances.scope import bodies_in
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.freshness.looked_at import Confirmed
from mdo.kernel.journal.followers import PlaceByMandates
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, name_of
from mdo.kernel.sessions.hooks import Hook
from mdo.people import duplicate_pairs, places
from mdo.people.deadlines import MANDATE_END
from mdo.people.exchanges import EXCHANGES
from mdo.people.import_persons import queue_look_alikes
from mdo.people.row_rules import RULES
from mdo.people.scope import PLACES
from models.instances import Instance, MandateFunction
from models.organisations import Organisation
from models.people import DuplicateCandidate, Mandate, Person
from models.territory import Arrondissement


def _named(ids: Collection[int]) -> Select[Any]:
    """The names of these people."""
    asked: Any = select(Person.id, Person.last_name, Person.first_name)
    named: Select[Any] = asked.where(Person.id.in_(ids))
    return named


def _mandates_in(arrondissement_id: int) -> Select[Any]:
    """Ids of the mandates in the bodies of an arrondissement."""
    return select(Mandate.id).where(Mandate.instance_id.in_(bodies_in([arrondissement_id])))


def _people_in(arrondissement_id: int) -> Select[Any]:
    """Ids of the people who live in an arrondissement or have a mandate there."""
    there = select(Mandate.person_id).where(Mandate.instance_id.in_(bodies_in([arrondissement_id])))
    return select(Person.id).where(or_(Person.arrondissement_id == arrondissement_id, Person.id.in_(there)))


_representative = aliased(Person)
# Whom nothing places in a body is kept up by who placed her there.
_HOLDS_ONE = select(Mandate.id).where(Mandate.person_id == Person.id, Mandate.ended_on.is_(None)).exists()

DOMAIN = Domain(
    "people",
    rights=(
        ScreenRights("ElectionView", N_("Élu·es after an election"), Section.BODIES, 30, Audience.SERIES, "edit"),
        ScreenRights("PersonView", N_("People"), Section.MEMBERS, 10, Audience.PEOPLE),
        ScreenRights("MandateView", N_("Mandates"), Section.MEMBERS, 20, Audience.PEOPLE),
        ScreenRights("DuplicateView", N_("Possible duplicates"), Section.MEMBERS, 30, Audience.DUPLICATES),
    ),
    deadlines=(MANDATE_END,),
    rules=RULES,
    hooks=(Hook(10, duplicate_pairs.install), Hook(50, places.install)),
    exchanges=EXCHANGES,
    once_written={Person: queue_look_alikes},
    followers=(duplicate_pairs.FOLLOWERS,),
    found=(
        SearchKind(
            20,
            Person,
            title=name_of(Person.last_name, Person.first_name),
            order=(Person.sort_key,),
            details=(Arrondissement.name, Organisation.name),
            joins=((Person.arrondissement,), (Person.organisation,)),
            private_references=(Person.email,),
        ),
        SearchKind(
            30,
            Mandate,
            title=func.coalesce(name_of(_representative.last_name, _representative.first_name), Organisation.name),
            order=(Mandate.id,),
            details=(MandateFunction.label, Instance.name),
            joins=(
                (_representative, Mandate.person),
                (Mandate.organisation,),
                (Mandate.function,),
                (Mandate.instance,),
            ),
        ),
    ),
    shown_in={DuplicateCandidate: ("DuplicateView",), Mandate: ("MandateView",), Person: ("PersonView",)},
    places=PLACES,
    confirmed=(
        Confirmed(30, Person, _people_in, _HOLDS_ONE),
        Confirmed(40, Mandate, _mandates_in, Mandate.ended_on.is_(None), within=Mandate.person),
    ),
    held=(PlaceByMandates(Mandate, "person_id", Person, _named),),
)
