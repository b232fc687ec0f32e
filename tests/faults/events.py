"""Events: who has a place and who waits, what the public page writes, what is erased, who reads a registration."""

from tests.faults.fault import Fault

_PLACES, _LIST = "tests/events/test_places.py", "tests/events/test_list.py"
_PUBLIC, _ERASURE, _SCOPE = "tests/events/test_public.py", "tests/events/test_erasure.py", "tests/events/test_scope.py"

EVENTS = (
    Fault(
        name="places kept for an audience are its own",
        file="mdo/events/places.py",
        before="        return quality if quality in self.kept else None\n",
        after="        return None\n",
        caught_by=(_PLACES,),
    ),
    Fault(
        name="who comes after those who wait goes behind them",
        file="mdo/events/places.py",
        before="        has_room = left is None or (left > 0 and not waits)\n",
        after="        has_room = left is None or left > 0\n",
        caught_by=(_PLACES,),
    ),
    Fault(
        name="fourteen minutes missed count for nothing, fifteen do",
        file="mdo/events/hours.py",
        before="    return whole if whole - there < _QUARTER else",
        after="    return whole if whole - there <= _QUARTER else",
        caught_by=(_PLACES,),
    ),
    Fault(
        name="two cancellations at once wait for each other",
        file="mdo/events/filling.py",
        before="        hold_list(session, touched)\n",
        after="",
        caught_by=(f"{_LIST}::test_two_cancellations_at_once_promote_two_different_people",),
    ),
    Fault(
        name="a place that is not confirmed in time goes to the next one",
        file="mdo/events/registering.py",
        before="EventRegistration.confirm_by <= now):\n        if late.state is RegistrationState.OFFERED:\n",
        after="EventRegistration.confirm_by < now):\n        if late.state is RegistrationState.OFFERED:\n",
        caught_by=(_LIST,),
    ),
    Fault(
        name="a marked line stays when its registration is cancelled",
        file="mdo/events/registering.py",
        before="            if is_over and not is_marked(line):\n",
        after="            if is_over:\n",
        caught_by=(_LIST,),
    ),
    Fault(
        name="needs are never in the journal",
        file="mdo/kernel/journal/values.py",
        before='        "access_needs",  # of who comes to an event: erased when it is over, so kept nowhere else\n',
        after="",
        caught_by=(_ERASURE,),
    ),
    Fault(
        name="needs stay until the day after the last session",
        file="mdo/events/followed.py",
        before="select(func.max(Meeting.end_at)).where(Meeting.event_id == Event.id)",
        after="select(func.min(Meeting.end_at)).where(Meeting.event_id == Event.id)",
        caught_by=(_ERASURE,),
    ),
    Fault(
        name="an address already there makes no second registration",
        file="mdo/events/public.py",
        before="func.lower(EventRegistration.email) == normalised_email(email)",
        after="EventRegistration.email == email",
        caught_by=(_PUBLIC,),
    ),
    Fault(
        name="an unconfirmed registration leaves no name in the journal",
        file="mdo/events/erasing.py",
        before="        _forget_in_journal(session, ids)\n",
        after="        pass\n",
        caught_by=(_PUBLIC,),
    ),
    Fault(
        name="an answer by the link is given once",
        file="mdo/events/public.py",
        before="    return is_held and had_place and not row.has_evaluated\n",
        after="    return is_held and had_place\n",
        caught_by=(_PUBLIC,),
    ),
    Fault(
        name="a référent reads the registrations of her arrondissement alone",
        file="mdo/events/scope.py",
        before="    return lambda cls: cls.arrondissement_id.in_(ids)\n",
        after="    return lambda cls: cls.id.is_not(None)\n",
        caught_by=(_SCOPE,),
    ),
    Fault(
        name="who comes to a session of an event is not the network's to read",
        file="mdo/meetings/scope.py",
        before="and_(_meeting.c.instance_id.is_(None), _meeting.c.event_id.is_(None))",
        after="_meeting.c.instance_id.is_(None)",
        caught_by=(_SCOPE,),
    ),
)
