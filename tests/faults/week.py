"""The first page and the menu: what their figures were, what comes next, what waits for whom."""

from tests.faults.fault import Change, Fault

WEEK = (
    Fault(
        name="an invoice says the one gesture that comes next",
        file="mdo/execution/deadlines.py",
        before="lambda today: Invoice.sent_to_payment_on.is_(None),",
        after="lambda today: Invoice.sent_to_payment_on.is_not(None),",
        caught_by=("tests/home/test_week.py::test_an_invoice_says_the_one_gesture_that_comes_next",),
    ),
    Fault(
        name="« Voir les 4 » opens these four alone",
        file="mdo/kernel/deadlines/statements.py",
        before="((wanted.instance_ids, kind.instance_id), (wanted.contract_ids, kind.contract_id))",
        after="((wanted.instance_ids, kind.instance_id),)",
        caught_by=("tests/home/test_week.py::test_several_things_that_no_act_deals_with_lead_to_their_list_alone",),
    ),
    Fault(
        name="the menu of a référent counts the requests of her arrondissements",
        file="views/deadlines/screens.py",
        before="counts.total(of_place, near, [REQUEST_ANSWER])",
        after="counts.total(WhoseDeadlines.ALL, near, [REQUEST_ANSWER])",
        caught_by=("tests/home/test_waiting.py::test_a_referent_is_told_what_waits_for_her",),
    ),
    Fault(
        name="the change of a kept figure is that since the same day a month before",
        file="mdo/home/counted.py",
        before="KeptFigure.day == then,",
        after="KeptFigure.day <= then,",
        caught_by=("tests/home/test_kept.py::test_the_change_of_a_kept_figure_is_that_since_the_same_day",),
    ),
    Fault(
        name="a body of two arrondissements is one in the figures kept of a référent of both",
        file="mdo/home/counted.py",
        before=".group_by(KeptFigure.figure, KeptFigure.part)",
        after=".group_by(KeptFigure.figure, KeptFigure.part, KeptFigure.arrondissement_id)",
        caught_by=("tests/home/test_kept.py::test_a_referent_reads_the_change_of_her_arrondissements",),
    ),
    Fault(
        name="what was kept of other arrondissements is in no change of a référent",
        file="models/figures.py",
        before="    __placement__ = ByArrondissement()\n",
        after='    __placement__ = OpenToRead("numbers")\n',
        also=(
            Change(
                "models/figures.py",
                "from models.placement import ByArrondissement\n",
                "from models.placement import OpenToRead\n",
            ),
        ),
        caught_by=("tests/home/test_kept.py::test_a_referent_reads_the_change_of_her_arrondissements",),
    ),
    Fault(
        name="a figure that is zero is kept, and is not one that was not kept",
        file="mdo/home/kept.py",
        before="    return [row(WHOLE_CITY, None), *placed]\n",
        after="    return [*placed]\n",
        caught_by=("tests/home/test_kept.py",),
    ),
    Fault(
        name="the amounts of the first page are kept to the cent",
        file="mdo/home/amounts.py",
        before="(found * 100).quantize(Decimal(1), ROUND_HALF_UP)",
        after="found.quantize(Decimal(1), ROUND_HALF_UP) * 100",
        caught_by=("tests/home/test_kept.py::test_the_amounts_say_what_they_changed_by_to_the_cent",),
    ),
    Fault(
        name="what is counted over thirty days is compared with the thirty days before",
        file="mdo/home/changes.py",
        before="moment >= start_of_day(then + _DAY)",
        after="moment >= start_of_day(then)",
        caught_by=("tests/home/test_kept.py",),
    ),
)
