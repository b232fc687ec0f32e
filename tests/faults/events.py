"""Events: who has a place and who waits, what the public page writes, what is erased, who reads a registration."""

from tests.faults.fault import Fault

_PLACES, _LIST = "tests/events/test_places.py", "tests/events/test_list.py"
_FOLLOWED = "tests/events/test_followed.py"
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
    Fault(
        name="who waits comes in in the order in which they asked",
        file="mdo/events/places.py",
        before="        left, found = self.left(asked), []\n        for one in asked:\n",
        after="        left, found = self.left(asked), []\n        for one in reversed(asked):\n",
        caught_by=(_PLACES, _LIST),
    ),
    Fault(
        name="a place that is offered is nobody else's",
        file="mdo/events/places.py",
        before="SEATED = frozenset({RegistrationState.CONFIRMED, RegistrationState.OFFERED})",
        after="SEATED = frozenset({RegistrationState.CONFIRMED})",
        caught_by=(_PLACES,),
    ),
    Fault(
        name="the places of an event count those whom the reader does not see",
        file="mdo/events/registering.py",
        before="        rows = session.execute(asked.order_by(*_ORDER), execution_options=WHOLE_REGISTER)\n",
        after="        rows = session.execute(asked.order_by(*_ORDER))\n",
        caught_by=(_SCOPE,),
    ),
    Fault(
        name="what a référent does to a settled list reaches it",
        file="views/jobs/events.py",
        before="        lists = or_(Event.id.in_(of_these), Event.id.in_(settled))\n",
        after="        lists = Event.id.in_(of_these)\n",
        caught_by=("tests/events/test_referent.py",),
    ),
    Fault(
        name="what the public page is sent is counted",
        file="views/events/public.py",
        before="        refused = _limited(what, lambda words: _form(slug, found, words))\n",
        after="        refused = None\n",
        caught_by=(f"{_PUBLIC}::test_a_flood_is_limited_by_the_database_for_an_address_and_from_a_place",),
    ),
    Fault(
        name="a training followed since is the later one by its days",
        file="mdo/events/deadlines.py",
        before="or_(later > start, and_(later == start, _later.id > EventRegistration.id)),",
        after="_later.id > EventRegistration.id,",
        caught_by=(_FOLLOWED,),
    ),
    Fault(
        name="the cost of an event is with tax",
        file="mdo/events/followed.py",
        before="sums.spent.incl_tax or None",
        after="sums.spent.excl_tax or None",
        caught_by=(_FOLLOWED,),
    ),
    Fault(
        name="alike answers of a workbook are as many answers",
        file="mdo/events/import_evaluations.py",
        before="            same = there.pop() if there else None\n",
        after="            same = there[0] if there else None\n",
        caught_by=("tests/events/test_import_evaluations.py",),
    ),
    Fault(
        name="an event is held while a session is still to come",
        file="mdo/events/row_rules.py",
        before="    if last is not None:",
        after="    if last is None:",
        caught_by=("tests/events/test_screens.py::test_an_event_is_held_once_its_last_session_is_over",),
    ),
)
