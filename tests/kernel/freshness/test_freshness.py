"""Which records are to be looked at again."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.kernel.freshness.looked_at import stale_clause
from models.instances import Instance
from tests.support import TODAY
from tests.support import factories as make


@pytest.mark.parametrize(
    ("written", "is_stale"),
    [
        # 180 days before 24/11/2026 is 28/05/2026, which begins in Paris at 22:00 the day before in UTC.
        (dt.datetime(2026, 5, 27, 21, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 5, 27, 22, 0, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC), False),
    ],
)
def test_a_record_is_to_refresh_when_nobody_wrote_to_it_for_180_days(session, written, is_stale):
    body = make.InstanceFactory(updated_at=written)
    assert (body.id in set(session.scalars(select(Instance.id).where(stale_clause(Instance, TODAY))))) is is_stale


def test_writing_to_a_record_makes_it_fresh(session):
    body = make.InstanceFactory(updated_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    body.notes = "Relu"
    session.flush()
    assert body.id not in set(session.scalars(select(Instance.id).where(stale_clause(Instance, TODAY))))
