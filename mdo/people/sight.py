"""Who is in sight of a limited reader by one mandate alone, so that its deletion takes the person away too."""

from collections.abc import Sequence

from sqlalchemy import func, select

from mdo.context import AnySession, context_of
from mdo.scope import WHOLE_REGISTER
from mdo.scope_rules import Reach
from models.people import Mandate, Person


def held_by_this_alone(session: AnySession, mandates: Sequence[Mandate]) -> set[int]:
    """Ids of the people of these mandates whom the reader would see no more without the one.

    A person is where she has mandates; one who has none left, where she lives or with whom created her.
    """
    scope = context_of(session).scope
    ids = {mandate.person_id for mandate in mandates if mandate.person_id is not None}
    if scope.reach is not Reach.ARRONDISSEMENTS or not ids:
        return set()
    counted = select(Mandate.person_id, func.count(Mandate.id)).where(Mandate.person_id.in_(ids))
    of_person = counted.group_by(Mandate.person_id)
    alone = {person_id for person_id, total in session.execute(of_person) if total == 1}
    only = {
        person_id for person_id, total in session.execute(of_person, execution_options=WHOLE_REGISTER) if total == 1
    }
    own = (Person.arrondissement_id.is_(None)) & (Person.created_by_id == scope.user_id)
    stays = select(Person.id).where(
        Person.id.in_(alone & only),
        Person.arrondissement_id.in_(sorted(scope.arrondissement_ids)) | own,
    )
    return {person_id for person_id in alone if person_id is not None} - set(session.scalars(stays))
