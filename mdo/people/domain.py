"""What the kernel is told about people."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.journal.followers import Held
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.sessions.hooks import Hook
from mdo.people import pairs, places
from mdo.people.deadlines import MANDATE_END
from mdo.people.exchanges import EXCHANGES
from mdo.people.found import FOUND
from mdo.people.import_persons import queue_look_alikes
from mdo.people.row_rules import RULES
from mdo.people.scope import PLACES
from models.people import DuplicateCandidate, Mandate, Person


def _named(ids: Collection[int]) -> Select[Any]:
    """The names of these people."""
    asked: Any = select(Person.id, Person.last_name, Person.first_name)
    named: Select[Any] = asked.where(Person.id.in_(ids))
    return named


DOMAIN = Domain(
    "people",
    rights=(
        ScreenRights("PersonView", N_("People"), Section.MEMBERS, 10, Audience.PEOPLE),
        ScreenRights("MandateView", N_("Mandates"), Section.MEMBERS, 20, Audience.PEOPLE),
        ScreenRights("DuplicateView", N_("Possible duplicates"), Section.MEMBERS, 30, Audience.DUPLICATES),
    ),
    deadlines=(MANDATE_END,),
    rules=RULES,
    hooks=(Hook(10, pairs.install), Hook(50, places.install, is_after_journal=True)),
    exchanges=EXCHANGES,
    once_written={Person: queue_look_alikes},
    followers=(pairs.FOLLOWERS,),
    found=FOUND,
    shown_in={DuplicateCandidate: ("DuplicateView",), Mandate: ("MandateView",), Person: ("PersonView",)},
    places=PLACES,
    held=(Held(Mandate, "person_id", Person, _named),),
)
