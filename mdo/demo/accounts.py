"""The demo's accounts, one for each role, what the référents answer for, and the lists that some keep."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.accounts.rules import DEMO_EMAIL_DOMAIN, create_account
from mdo.kernel.base.periods import add_months
from mdo.kernel.rights.roles import RoleCode
from models.accounts import Role, User
from models.network import Absence, Referent
from models.preferences import SavedView
from models.territory import Arrondissement


@dataclass(frozen=True)
class _Account:
    username: str
    role: str
    first_name: str
    last_name: str


_ACCOUNTS = (
    _Account("admin", "admin", "Alix", "Garnier"),
    _Account("responsable", "responsable", "Nadia", "Ferrand"),
    _Account("mission", "mission", "Hugo", "Delorme"),
    _Account("direction", "direction", "Claire", "Vasseur"),
    _Account("ref1", "referent", "Inès", "Chapuis"),
    _Account("ref2", "referent", "Bastien", "Morel"),
    _Account("ref3", "referent", "Yasmine", "Perret"),
    _Account("ref4", "referent", "Lucas", "Giraud"),
    _Account("ref5", "referent", "Camille", "Bonnard"),
    _Account("ref6", "referent", "Élise", "Tournier"),
    _Account("ref7", "referent", "Karim", "Blanchet"),
    _Account("ref8", "referent", "Maud", "Revol"),
    _Account("ref9", "referent", "Thomas", "Collet"),
    _Account("saisie5", "saisie", "Sonia", "Mercier"),
    _Account("elu5", "elu", "Paul", "Dumoulin"),
    _Account("stagiaire", "stagiaire", "Léo", "Cartier"),
    _Account("dpo", "dpo", "Agnès", "Roussel"),
    _Account("partie", "mission", "Odile", "Sabatier"),  # who has left
)
USERNAMES = tuple(account.username for account in _ACCOUNTS)
# Days since and until which ref3 is away.
_AWAY = (3, 11)
_TRAINEE_DAYS = 120


def write_accounts(session: Session, password: str, today: dt.date) -> dict[str, User]:
    """Creates the accounts, all with the same password, and flushes. Raises RuleViolation for a weak one."""
    users = {
        account.username: create_account(
            session,
            username=account.username,
            password=password,
            role_codes=[account.role],
            first_name=account.first_name,
            last_name=account.last_name,
            email=f"{account.username}@{DEMO_EMAIL_DOMAIN}",
            today=today,
            ends_on=today + dt.timedelta(days=_TRAINEE_DAYS) if account.role == "stagiaire" else None,
        )
        for account in _ACCOUNTS
    }
    for username, user in users.items():  # the trainee alone has just come
        user.created_on = dt.datetime.combine(today if username == "stagiaire" else add_months(today, -30), dt.time(9))
    session.flush()
    return users


def write_network(session: Session, users: dict[str, User], today: dt.date) -> int:
    """Writes who answers for what, past and present, and who is away; returns how many référents. Flushes."""
    places = {place.number: place for place in session.scalars(select(Arrondissement))}
    start = add_months(today, -30).replace(day=1)
    change = add_months(today, -14).replace(day=1)
    day = dt.timedelta(days=1)
    referents = [
        *(
            Referent(user=users[f"ref{number}"], arrondissement=place, start_on=change if number == 5 else start)
            for number, place in sorted(places.items())
        ),
        Referent(user=users["saisie5"], arrondissement=places[5], start_on=change),
        # The 5e was ref4's before: a row that is over gives no right any more.
        Referent(user=users["ref4"], arrondissement=places[5], start_on=start, end_on=change - day),
        # Two arrondissements for one person, and one to come.
        Referent(user=users["ref1"], arrondissement=places[2], start_on=change, end_on=add_months(today, 6)),
        Referent(user=users["ref9"], arrondissement=places[8], start_on=add_months(today, 2).replace(day=1)),
        # Who stands in for ref3, with the rights that it takes.
        Referent(
            user=users["ref6"], arrondissement=places[3], start_on=today - _AWAY[0] * day, end_on=today + _AWAY[1] * day
        ),
    ]
    referents[2].replacement = users["ref6"]
    session.add_all(referents)
    session.add_all(
        (
            Absence(
                user=users["ref3"],
                start_on=today - _AWAY[0] * day,
                end_on=today + _AWAY[1] * day,
                replacement=users["ref6"],
                note="Pour une salle : l’accueil de la mairie",
            ),
            Absence(
                user=users["ref7"],
                start_on=add_months(today, -5),
                end_on=add_months(today, -5) + 20 * day,
                replacement=users["ref8"],
            ),
            Absence(user=users["mission"], start_on=add_months(today, 1), end_on=add_months(today, 1) + 7 * day),
        )
    )
    session.flush()
    return len(referents)


def write_saved_views(session: Session, users: dict[str, User]) -> None:
    """Writes lists kept under a name: one's own, and one that the head of the mission shares. Flushes."""
    sharing = session.scalars(select(Role).where(Role.name == RoleCode.MANAGEMENT.value)).one()
    session.add_all(
        (
            SavedView(user=users["admin"], list_name="AccountView", name="Comptes des référents", query="q=ref"),
            SavedView(
                user=users["responsable"],
                list_name="InstanceView",
                name="Instances en sommeil",
                query="f_state=dormant",
                role=sharing,
            ),
            SavedView(user=users["ref5"], list_name="InstanceView", name="Instances actives", query="f_state=active"),
        )
    )
    session.flush()
