"""When an object enters the list of deadlines, and what takes it off, kind by kind, on both databases."""

import datetime as dt

import pytest

from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import Bucket
from mdo.kernel.deadlines.listing import bucket_of
from mdo.kernel.rights.declared import RIGHTS
from mdo.kernel.rights.roles import RoleCode, pairs_of
from models.instances import InstanceState, Membership
from models.people import EndReason
from tests.support import TODAY
from tests.support import factories as make
from tests.support.rows import day, maybe_day

DAY = dt.timedelta(days=1)


def test_every_kind_declares_a_right_that_exists_and_has_its_label():
    for kind in KINDS.values():
        assert "can_list" in RIGHTS[kind.view].permissions
        assert kind.closing.permission in RIGHTS[kind.closing.view].permissions
        assert kind.rule


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (-400, Bucket.LATE),
        (-1, Bucket.LATE),
        (0, Bucket.WEEK),
        (7, Bucket.WEEK),
        (8, Bucket.MONTH),
        (30, Bucket.MONTH),
        (31, Bucket.QUARTER),
        (90, Bucket.QUARTER),
        (91, Bucket.BEYOND),
    ],
)
def test_buckets_have_exact_edges(days, bucket):
    assert bucket_of(days) is bucket


@pytest.mark.parametrize(
    ("planned", "values", "listed"),
    [
        ("22/02/2027", {}, True),  # 90 days before
        ("23/02/2027", {}, False),
        ("24/11/2026", {}, True),
        ("23/11/2026", {}, True),  # expired yesterday: late
        ("01/01/2025", {}, True),
        (None, {}, False),
        ("23/11/2026", {"ended_on": TODAY, "end_reason": EndReason.TERM}, False),
        ("24/12/2026", {"start_on": None}, True),
    ],
)
def test_a_mandate_is_listed_from_90_days_before_its_end_until_someone_ends_it(session, lines, planned, values, listed):
    mandate = make.MandateFactory(planned_end_on=maybe_day(planned), **values)
    assert (("mandate_end", mandate.id) in lines(kinds=["mandate_end"])) is listed


def test_an_enrolment_has_no_end_and_the_bureau_of_the_same_body_has(session, lines):
    body = make.InstanceFactory(type__open=True)
    member = make.MandateFactory(instance=body, planned_end_on=TODAY)
    bureau = make.MandateFactory(
        instance=body, planned_end_on=TODAY, function=make.MandateFunctionFactory(is_bureau=True)
    )
    found = lines(kinds=["mandate_end"])
    assert ("mandate_end", bureau.id) in found
    assert ("mandate_end", member.id) not in found


def test_a_renewed_mandate_and_those_of_a_dissolved_body_are_closed(session, lines):
    renewed = make.MandateFactory(planned_end_on=TODAY)
    make.MandateFactory(previous=renewed, instance=renewed.instance, person=renewed.person)
    gone = make.MandateFactory(
        planned_end_on=TODAY, instance=make.InstanceFactory(state=InstanceState.DISSOLVED, state_reason="Fin")
    )
    assert not {("mandate_end", renewed.id), ("mandate_end", gone.id)} & set(lines(kinds=["mandate_end"]))


@pytest.mark.parametrize(
    ("ends", "listed"),
    [
        (("01/12/2026", "23/05/2027"), True),  # the last of them, 180 days before
        (("01/12/2026", "24/05/2027"), False),
        (("01/12/2026", None), False),  # someone stays
        (("01/10/2026",), True),
        ((), False),
    ],
)
def test_a_closed_body_is_to_renew_when_its_last_mandate_ends(session, lines, ends, listed):
    body = make.InstanceFactory()
    for end in ends:
        make.MandateFactory(instance=body, planned_end_on=maybe_day(end))
    assert (("body_renewal", body.id) in lines(kinds=["body_renewal"])) is listed


@pytest.mark.parametrize(
    ("values", "listed"),
    [
        ({}, True),
        ({"membership": Membership.OPEN}, False),
        ({"state": InstanceState.DORMANT, "state_reason": "Pause"}, False),
    ],
)
def test_only_an_active_closed_body_is_to_renew(session, lines, values, listed):
    body = make.InstanceFactory(**values)
    make.MandateFactory(instance=body, planned_end_on=TODAY)
    assert (("body_renewal", body.id) in lines(kinds=["body_renewal"])) is listed


def test_new_mandates_take_the_renewal_off_the_list(session, lines):
    body = make.InstanceFactory()
    make.MandateFactory(instance=body, planned_end_on=TODAY)
    assert ("body_renewal", body.id) in lines(kinds=["body_renewal"])
    make.MandateFactory(instance=body, start_on=TODAY + DAY, planned_end_on=day("24/11/2029"))
    assert ("body_renewal", body.id) not in lines(kinds=["body_renewal"])


@pytest.mark.parametrize(
    ("recognised", "today", "listed", "late"),
    [
        ("13/12/2023", "12/06/2026", False, False),
        ("13/12/2023", "13/06/2026", True, False),  # six months before
        ("13/12/2023", "12/12/2026", True, False),
        ("13/12/2023", "13/12/2026", True, True),
        (None, "13/12/2026", False, False),
    ],
)
def test_a_recognition_is_announced_six_months_before_its_end(session, lines, at, recognised, today, listed, late):
    body = make.InstanceFactory(recognised_on=maybe_day(recognised), recognition_months=36)
    at(day(today))
    assert (("recognition_end", body.id) in lines(kinds=["recognition_end"])) is listed
    assert (("recognition_end", body.id) in lines(kinds=["recognition_end"], buckets=frozenset({Bucket.LATE}))) is late


@pytest.mark.parametrize(
    ("end", "listed"),
    [("22/02/2027", True), ("23/02/2027", False), ("23/11/2026", True), ("28/05/2026", True), ("27/05/2026", False)],
)
def test_a_convention_is_listed_90_days_before_and_forgotten_180_days_after(session, lines, end, listed):
    organisation = make.OrganisationFactory(convention_end_on=day(end))
    assert (("convention_end", organisation.id) in lines(kinds=["convention_end"])) is listed


@pytest.mark.parametrize(
    ("end", "next_end", "listed"),
    [
        ("23/01/2027", "no other", True),  # 60 days before
        ("24/01/2027", "no other", False),
        ("01/09/2026", "no other", True),  # nobody since: late
        ("01/12/2026", None, False),
        ("01/12/2026", "02/12/2026", False),
        ("01/12/2026", "30/11/2026", True),
    ],
)
def test_an_arrondissement_is_announced_when_its_last_referent_leaves(session, lines, end, next_end, listed):
    place = make.ArrondissementFactory(number=3)
    row = make.ReferentFactory(arrondissement=place, end_on=day(end))
    make.ReferentFactory(arrondissement=make.ArrondissementFactory(number=4))
    if next_end != "no other":
        make.ReferentFactory(arrondissement=place, end_on=maybe_day(next_end))
    assert (("referent_end", row.id) in lines(kinds=["referent_end"])) is listed


@pytest.mark.parametrize(
    ("start", "end", "is_replaced", "listed"),
    [
        ("24/12/2026", "31/12/2026", False, True),  # 30 days before
        ("25/12/2026", "31/12/2026", False, False),
        ("24/12/2026", "31/12/2026", True, False),
        ("01/11/2026", "24/11/2026", False, True),
        ("01/11/2026", "23/11/2026", False, False),
    ],
)
def test_an_absence_is_listed_until_someone_stands_in_or_it_is_over(session, lines, start, end, is_replaced, listed):
    absence = make.AbsenceFactory(
        start_on=day(start), end_on=day(end), replacement=make.UserFactory() if is_replaced else None
    )
    assert (("absence_uncovered", absence.id) in lines(kinds=["absence_uncovered"])) is listed


@pytest.mark.parametrize(
    ("end", "is_active", "listed"),
    [
        ("24/12/2026", True, True),
        ("25/12/2026", True, False),
        ("24/11/2026", True, True),
        ("23/11/2026", True, False),
        ("24/12/2026", False, False),
        (None, True, False),
    ],
)
def test_an_account_is_announced_30_days_before_it_closes(session, lines, end, is_active, listed):
    user = make.UserFactory(ends_on=maybe_day(end), active=is_active)
    assert (("account_end", user.id) in lines(kinds=["account_end"])) is listed


def test_a_rule_moves_what_is_listed_and_one_that_is_off_lists_nothing(session, lines):
    mandate = make.MandateFactory(planned_end_on=TODAY + 45 * DAY)
    rule = make.DeadlineRuleFactory(kind="mandate_end")
    listed = {}
    for days in (30, 44, 45, 60):
        rule.days_before = days
        listed[days] = ("mandate_end", mandate.id) in lines(kinds=["mandate_end"])
    assert listed == {30: False, 44: False, 45: True, 60: True}
    rule.is_active = False
    assert lines(kinds=frozenset({"mandate_end"})) == []


def test_a_kind_is_listed_to_those_who_may_open_its_list():
    for kind in KINDS.values():
        assert (kind.view, "can_list") in pairs_of(RoleCode.ADMIN)
        assert (kind.view, "can_list") not in pairs_of(RoleCode.DPO)
