"""Days, amounts and thresholds; what falls due and what is counted."""

from tests.faults.fault import Fault

LAW = (
    Fault(
        name="the procedure changes at the cent of its threshold",
        file="mdo/procurement/need.py",
        before="    if amount < direct.amount_excl_tax:\n",
        after="    if amount <= direct.amount_excl_tax:\n",
        caught_by=("tests/procurement/test_boundaries.py",),
    ),
    Fault(
        name="an accord-cadre is measured at its maximum",
        file="mdo/procurement/choice.py",
        before="        maximum=file.maximum_excl_tax if is_need else None,\n",
        after="        maximum=None,\n",
        caught_by=("tests/contracts/test_need_screen.py::test_maximum_and_cpv_count",),
    ),
    Fault(
        name="small lots are a share of value",
        file="mdo/procurement/small_lots.py",
        before="        return passed * 100 <= total * self.share\n",
        after="        return True\n",
        caught_by=("tests/procurement/test_need.py",),
    ),
    Fault(
        name="the last code of a family of annex 3 is in it",
        file="mdo/procurement/specific.py",
        before="<= code <= row.last_cpv",
        after="<= code < row.last_cpv",
        caught_by=("tests/procurement/test_need.py",),
    ),
    Fault(
        name="interest keeps the rate of the half-year in which it starts",
        file="mdo/contracts/invoices.py",
        before="if valid_from <= half_year_of(day)]",
        after="if valid_from <= day]",
        caught_by=(
            "tests/contracts/test_deliverables.py::test_the_rate_is_that_of_the_half_year_in_which_interest_starts",
        ),
    ),
    Fault(
        name="two firms of which one is left out keep the standstill",
        file="mdo/contracts/standstill.py",
        before="where(Tender.contract_id == contract.id)",
        after="where(Tender.contract_id == contract.id, Tender.is_admissible)",
        caught_by=("tests/contracts/test_standstill.py",),
    ),
    Fault(
        name="a lot over the share of small lots follows its need",
        file="mdo/procurement/choice.py",
        before="        rule = refusal_of_lot(contract, found.procedure, law, today)\n",
        after="        rule = None\n",
        caught_by=("tests/contracts/test_need_screen.py::test_the_second_small_lot_over_a_fifth_is_refused",),
    ),
    Fault(
        name="price alone is refused from its day on",
        file="mdo/procurement/awards.py",
        before="    if row is not None:\n        raise",
        after="    if row is None:\n        raise",
        caught_by=("tests/contracts/test_need_screen.py::test_price_alone_is_refused_from_its_day_on",),
    ),
    Fault(
        name="the last day to send an act to the review of legality is the one of the law",
        file="mdo/contracts/act_delays.py",
        before="else_=day_after(start, _rule.amount)",
        after="else_=day_after(start, _rule.amount + 1)",
        caught_by=("tests/contracts/test_act_delays.py::test_the_review_of_legality_counts_days",),
    ),
    Fault(
        name="the amendments of low value of a contract are added up",
        file="mdo/contracts/amendment_limits.py",
        before="cumulated(amendment, low_values(others))",
        after="cumulated(amendment, ())",
        caught_by=("tests/contracts/test_amendments.py::test_low_values_are_summed_apart_from_the_other_grounds",),
    ),
    Fault(
        name="a renewal that is prepared falls due once",
        file="mdo/contracts/deadlines.py",
        before="Contract.ends_on >= today, ~settled.exists())",
        after="Contract.ends_on >= today)",
        caught_by=("tests/contracts/test_changes_screen.py::test_a_renewal_to_decide_is_one_line_from_60_days_before",),
    ),
    Fault(
        name="the counters of the deadlines follow the filters of their list",
        file="mdo/deadlines/listing.py",
        before="narrowed = Wanted() if wanted is None else replace(wanted, whose=Whose.ALL, buckets=_ANY, kinds=_ANY)",
        after="narrowed = Wanted()",
        caught_by=("tests/deadlines/test_listing.py::test_counters_follow_the_place_and_the_words",),
    ),
    Fault(
        name="a figure of the first page counts the own arrondissements alone",
        file="mdo/home/figures.py",
        before="    return tuple(sorted(context.scope.arrondissement_ids)) if is_limited else ()\n",
        after="    return () if is_limited else ()\n",
        caught_by=("tests/home/test_home.py::test_a_referent_reads_figures_of_the_own_arrondissement",),
    ),
    Fault(
        name="a fraction of a member counts as one in the quorum",
        file="mdo/meetings/quorum.py",
        before="    return -(-total * numerator // denominator)\n",
        after="    return total * numerator // denominator\n",
        caught_by=("tests/meetings/test_quorum.py::test_the_number_needed_is_the_fraction_rounded_up",),
    ),
    Fault(
        name="a renewal keeps the rules of the form of a mandate",
        file="mdo/people/renewal.py",
        before="    check_mandate(successor, others, today)\n",
        after="",
        caught_by=("tests/people/test_renewal.py",),
    ),
)
