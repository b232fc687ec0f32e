"""What falls due in the network: an arrondissement left without référent, an absence without replacement."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from models.accounts import User
from models.network import Absence, Referent
from models.territory import Arrondissement

_other = aliased(Referent)
_NAME = User.first_name + " " + User.last_name


def _nobody_follows(today: dt.date) -> ColumnElement[bool]:
    follows = and_(
        _other.arrondissement_id == Referent.arrondissement_id,
        or_(_other.end_on.is_(None), _other.end_on > Referent.end_on),
    )
    return and_(Referent.end_on.is_not(None), ~select(_other.id).where(follows).exists())


def _is_uncovered(today: dt.date) -> ColumnElement[bool]:
    return and_(Absence.replacement_id.is_(None), Absence.end_on >= today)


REFERENT_END = DeadlineKind(
    50,
    "referent_end",
    N_("Arrondissement soon without référent"),
    Referent,
    "ReferentView",
    Referent.end_on,
    _nobody_follows,
    Closing(
        N_("Name the next référent"),
        "ReferentView",
        "add",
        "can_add",
        argument="arrondissement",
        source="arrondissement_id",
    ),
    title=_NAME,
    days_before=60,
    role=RoleCode.HEAD,
    detail=Arrondissement.name,
    inner=(Referent.user, Referent.arrondissement),
    arrondissement_id=Referent.arrondissement_id,
    rule="Arrondissement bientôt sans référent·e",
)

ABSENCE_UNCOVERED = DeadlineKind(
    60,
    "absence_uncovered",
    N_("Absence without replacement"),
    Absence,
    "AbsenceView",
    Absence.start_on,
    _is_uncovered,
    Closing(N_("Name a replacement"), "AbsenceView"),
    title=_NAME,
    days_before=30,
    role=RoleCode.HEAD,
    inner=(Absence.user,),
    responsible_id=Absence.user_id,
    rule="Absence sans remplacement",
)
