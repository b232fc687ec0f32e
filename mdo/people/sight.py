"""Who is in sight of a limited reader by one mandate alone, so that its deletion takes the person away too."""

from collections.abc import Sequence

from sqlalchemy import case, func, select

from mdo.instances.scope import readable_instances
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.scope.limits import Reach
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.people import Mandate, Person


def held_by_this_alone(session: AnySession, mandates: Sequence[Mandate]) -> set[int]:
    """Ids of the people of these mandates whom the reader would see no more without the one. One statement.

    A person is where she has mandates; one who has none left, where she lives or with whom created her.
    """
    scope = context_of(session).scope
    ids = {mandate.person_id for mandate in mandates if mandate.person_id is not None}
    if scope.reach is not Reach.ARRONDISSEMENTS or not ids:
        return set()
    here = func.count(case((Mandate.instance_id.in_(readable_instances(scope)), Mandate.id)))
    asked = (
        select(Person.id, Person.arrondissement_id, Person.created_by_id, func.count(Mandate.id), here)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(Person.id.in_(ids))
        .group_by(Person.id)
    )
    lost = set()
    for person_id, lives_in, created_by, everywhere, seen in session.execute(asked, execution_options=WHOLE_REGISTER):
        is_own = lives_in is None and created_by == scope.user_id
        stays = everywhere == 1 and (lives_in in scope.arrondissement_ids or is_own)
        if seen == 1 and not stays:
            lost.add(person_id)
    return lost
