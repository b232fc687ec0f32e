"""The demo: invented people in Lyon's real bodies, with three years of history, the same for a seed and a day."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

import mdo.domains  # noqa: F401  # columns are made of the words that the domains declare
from mdo.demo.accounts import USERNAMES, write_accounts, write_network, write_saved_views
from mdo.demo.amendments import write_amendments
from mdo.demo.bodies import BodyWriter
from mdo.demo.calls import write_calls
from mdo.demo.contract_steps import write_steps
from mdo.demo.contracts import write_contracts
from mdo.demo.dates import write_dates
from mdo.demo.evenings import write_evenings
from mdo.demo.events import write_events
from mdo.demo.excel import write_excel
from mdo.demo.freshness import write_freshness
from mdo.demo.histories import Histories
from mdo.demo.kept_figures import write_kept_figures
from mdo.demo.meetings import Meetings
from mdo.demo.needs import write_needs
from mdo.demo.orders import write_orders
from mdo.demo.papers import write_papers
from mdo.demo.people import People
from mdo.demo.projects import write_projects
from mdo.demo.suppliers import write_suppliers
from mdo.demo.tenders import write_tenders
from mdo.demo.weeks import write_weeks
from mdo.demo.writing import DemoWriter
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.accounts import Role, User
from models.instances import Instance
from models.organisations import Organisation
from models.people import Person

MAXIMUM_PEOPLE = 1_000_000


@dataclass(frozen=True)
class DemoCounts:
    """How many rows the demo wrote."""

    accounts: int
    referents: int
    bodies: int
    organisations: int
    people: int
    mandates: int
    duplicates: int
    meetings: int


def check_may_write(session: Session, *, is_production: bool, people: int) -> None:
    """Refuses the demo in production, over existing data, before `flask mdo init`, and absurd numbers."""
    if is_production:
        raise RuleViolation(N_("The demo is refused in production: its accounts share a known password."))
    if not 1 <= people <= MAXIMUM_PEOPLE:
        raise RuleViolation(N_("Ask for 1 to %(maximum)s people."), field="people", maximum=MAXIMUM_PEOPLE)
    if session.scalar(select(Role.id).limit(1)) is None:
        raise RuleViolation(N_("The database is empty: run « flask mdo init » first."))
    has_rows = any(session.scalar(select(exists().where(model.id.is_not(None)))) for model in (Instance, Person))
    if has_rows or session.scalar(select(User.id).where(User.username.in_(USERNAMES)).limit(1)) is not None:
        raise RuleViolation(
            N_("The database already holds data: the demo fills an empty one only. Name another in MDO_DATABASE_URL.")
        )


def write(
    session: Session,
    *,
    people: int,
    seed: int,
    today: dt.date,
    password: str,
    report: Callable[[int], None] = lambda written: None,
) -> DemoCounts:
    """Writes the demo and flushes. Raises RuleViolation for a password too weak for an administrator.

    Same `seed`, `people` and `today`: same rows, passwords and moments of writing aside.
    """
    rng = random.Random(seed)
    users = write_accounts(session, password, today)
    referents = write_network(session, users, today)
    write_saved_views(session, users)
    register = BodyWriter(session, rng, today, agent=users["mission"], elected=users["elu5"]).write()
    writer = DemoWriter(session.connection(), register, People(rng, today))
    writer.write(Histories(rng, register, today), people, report)
    # A generator of its own: what came before stays the same, row for row.
    meetings = Meetings(session, random.Random(seed + 1), today, users).write()
    write_papers(session, today, users)
    write_freshness(session, today, users["mission"].id)
    write_weeks(session, seed, today, users)
    write_excel(session, today, users)
    write_evenings(session, users)
    write_dates(session, today)
    suppliers = write_suppliers(session)
    contracts = write_contracts(session, today, users, suppliers)
    write_amendments(session, today, users, suppliers, contracts)
    write_tenders(session, today, users, suppliers, contracts)
    write_steps(session, today, contracts["procedure"], users["mission"])
    write_needs(session, today, users, contracts)
    write_orders(session, today, contracts)
    write_kept_figures(session, today)
    write_projects(session, today, users, contracts)
    write_calls(session, today, users)
    write_events(session, seed, today, users)
    return DemoCounts(
        accounts=len(users),
        referents=referents,
        bodies=len(register.bodies),
        organisations=len(session.scalars(select(Organisation.id)).all()),
        people=people,
        mandates=writer.mandates,
        duplicates=writer.duplicates,
        meetings=meetings,
    )
