"""Invented needs of meetings, what was said of them, and of mornings after."""

import datetime as dt

import factory

from models.meetings import MeetingKind
from models.readiness import CheckState, MeetingCheck, MeetingNeed, MorningLine, MorningTask
from tests.support.factories import MeetingFactory, RowFactory


class MeetingNeedFactory(RowFactory):
    """Something that plenaries need, a week before."""

    class Meta:
        model = MeetingNeed

    kind = MeetingKind.PLENARY
    label = factory.Sequence(lambda n: f"Besoin {n}")
    position = 100
    days_before = 7


class MeetingCheckFactory(RowFactory):
    class Meta:
        model = MeetingCheck

    meeting = factory.SubFactory(MeetingFactory)
    need = factory.SubFactory(MeetingNeedFactory)
    state = CheckState.DONE
    at = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)


class MorningLineFactory(RowFactory):
    class Meta:
        model = MorningLine

    meeting = factory.SubFactory(MeetingFactory)
    task = MorningTask.PHOTOS
    at = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
