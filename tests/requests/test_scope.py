"""Whose requests one reads and writes: sets of rows, on both databases."""

import pytest
from sqlalchemy import select

from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.limits import Scope
from models.requests import CouncilRequest
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

pytestmark = pytest.mark.db


@prepared
def requests(session):
    """A request of a body of the 5th, of the 7th, of both and of the whole city."""
    user = make.UserFactory()
    for name, numbers in {"fifth": [5], "seventh": [7], "both": [5, 7], "city": []}.items():
        body = make.InstanceFactory(name=name, arrondissements=numbers, elected_user=user if name == "both" else None)
        make.CouncilRequestFactory(instance=body, subject=name)
    session.commit()
    place = make.ArrondissementFactory(number=5)
    return {
        "referent": Scope.arrondissements(user.id, frozenset({place.id})),
        "elected": Scope.elected(user.id),
        "nobody": Scope.nothing(),
        "mission": Scope.everything(),
    }


@pytest.mark.parametrize(
    ("who", "read", "written"),
    [
        ("referent", {"fifth", "both", "city"}, {"fifth", "both"}),
        ("elected", {"both"}, set()),
        ("nobody", set(), set()),
        ("mission", {"fifth", "seventh", "both", "city"}, {"fifth", "seventh", "both", "city"}),
    ],
)
def test_who_reads_and_who_writes_which_requests(requests, as_reader, who, read, written) -> None:
    scope = requests[who]
    reader = as_reader(scope)
    assert set(reader.scalars(select(CouncilRequest.subject))) == read
    clause = writable_clause(CouncilRequest, scope, TODAY)
    assert set(reader.scalars(select(CouncilRequest.subject).where(clause))) == written


@pytest.mark.parametrize(("subject", "passes"), [("fifth", True), ("both", True), ("city", False)])
def test_a_referent_changes_those_of_the_own_bodies_alone(requests, as_reader, subject, passes) -> None:
    reader = as_reader(requests["referent"])
    row = reader.scalars(select(CouncilRequest).where(CouncilRequest.subject == subject)).one()
    row.theme = "Voirie"
    if passes:
        reader.flush()
    else:
        with pytest.raises(OutOfScope):
            reader.flush()
