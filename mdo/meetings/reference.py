"""What each kind of meeting needs besides its papers, to start with: the mission then edits it on screen."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.reference import Reference
from models.meetings import MeetingKind as Kind
from models.readiness import MeetingNeed

_ROOM, _KEYS, _SCREEN = "Salle confirmée", "Clés (qui ouvre)", "Vidéoprojecteur et son"
_ELECTED, _CATERING, _SIGNS = "Élu·e présent·e", "Traiteur", "Interprète LSF"

# By kind, in order: what is needed, and how many calendar days before it should be seen to.
NEEDS: Mapping[Kind, tuple[tuple[str, int], ...]] = {
    Kind.PLENARY: ((_ROOM, 14), (_ELECTED, 7), (_KEYS, 3), (_SCREEN, 2)),
    Kind.BUREAU: ((_ROOM, 7),),
    Kind.COMMISSION: ((_ROOM, 7), (_KEYS, 3)),
    Kind.COUNCIL_WITH_CICA: ((_ROOM, 14), (_ELECTED, 7), (_SCREEN, 2)),
    Kind.ANNUAL_ASSEMBLY: ((_ROOM, 21), (_CATERING, 10), (_ELECTED, 7), (_KEYS, 3), (_SCREEN, 2)),
    Kind.PUBLIC: (
        (_ROOM, 21),
        (_SIGNS, 14),
        (_ELECTED, 14),
        ("Affiches et annonces", 10),
        (_CATERING, 7),
        (_KEYS, 3),
        (_SCREEN, 2),
    ),
    Kind.NETWORK: ((_ROOM, 7), (_SCREEN, 2)),
    Kind.WORKING: ((_ROOM, 3),),
}


def _add(session: Session) -> Mapping[type, int]:
    """Adds the needs of the kinds that have none: those that the mission took away do not come back."""
    known = set(session.scalars(select(MeetingNeed.kind)))
    missing = [
        MeetingNeed(kind=kind, label=label, position=position * 10, days_before=days)
        for kind, needs in NEEDS.items()
        if kind not in known
        for position, (label, days) in enumerate(needs, start=1)
    ]
    session.add_all(missing)
    return {MeetingNeed: len(missing)}


REFERENCE = (Reference(90, _add),)
