"""Projects: who reads them, what their money counts, who does a task."""

from tests.faults.fault import Fault

_MONEY, _SCOPE = "tests/projects/test_money.py", "tests/projects/test_scope.py"
_HANDOVER = "tests/handover/test_handover.py"

PROJECTS = (
    Fault(
        name="an order of a contract that counts whole adds nothing",
        file="mdo/execution/ledger.py",
        before="            if row_id in named.orders and row.contract_id not in counted\n",
        after="            if row_id in named.orders\n",
        caught_by=(f"{_MONEY}::test_an_order_of_a_contract_that_counts_whole_adds_nothing",),
    ),
    Fault(
        name="what names several projects counts once in their total",
        file="mdo/projects/money.py",
        before="sums_of([line for lines in planned.values() for line in lines], ledger.of(every))",
        after="sums_of([line for lines in planned.values() for line in lines], Money(\n"
        "        tuple(item for names in named.values() for item in ledger.of(names).commitments),\n"
        "        ledger.of(every).invoices))",
        caught_by=(
            f"{_MONEY}::test_an_order_that_names_three_projects_counts_in_each_and_once_in_their_total",
            "tests/projects/test_screens.py",
        ),
    ),
    Fault(
        name="what is carried over is not planned twice",
        file="mdo/projects/money.py",
        before="        return self.planned + self.brought - self.carried\n",
        after="        return self.planned + self.brought\n",
        caught_by=(f"{_MONEY}::test_what_is_carried_over_is_not_planned_twice",),
    ),
    Fault(
        name="a référent reads the projects that serve her arrondissement alone",
        file="mdo/projects/scope.py",
        before="    named = select(served.project_id).where(served.arrondissement_id.in_(ids))\n",
        after="    named = select(served.project_id)\n",
        caught_by=(_SCOPE,),
    ),
    Fault(
        name="a task of nothing is that of its owner and its team",
        file="mdo/projects/scope.py",
        before="cls.owner_id == user_id, cls.id.in_(team))",
        after="cls.owner_id == user_id, cls.meeting_id.is_(None))",
        caught_by=(_SCOPE,),
    ),
    Fault(
        name="a référent gives no task to a project",
        file="mdo/projects/scope.py",
        before="    if len(of_projects) > 1 or (written.is_new and of_projects != {None}):\n",
        after="    if len(of_projects) > 2:\n",
        caught_by=(_SCOPE,),
    ),
    Fault(
        name="a project is closed with its lessons",
        file="mdo/projects/rules.py",
        before="    if project.state is ProjectState.CLOSED and not project.lessons:\n",
        after="    if project.state is ProjectState.CLOSED and project.lessons == '':\n",
        caught_by=("tests/projects/test_screens.py::test_a_project_is_closed_with_its_lessons",),
    ),
    Fault(
        name="a template that is laid down again adds what is not there",
        file="mdo/projects/laying.py",
        before="        if planned.is_there:\n",
        after="        if planned.is_there and planned.line.days > 1_000:\n",
        caught_by=("tests/projects/test_screens.py",),
    ),
    Fault(
        name="an owner finds her milestone though the project is out of her sight",
        file="mdo/projects/rules.py",
        before="    project = Project.__table__.c\n",
        after="    project = Project\n",
        caught_by=(f"{_SCOPE}::test_who_answers_for_a_milestone_finds_it_though_the_project_is_out_of_her_sight",),
    ),
    Fault(
        name="who follows takes the place of who leaves in a team of a project",
        file="mdo/handover/succession.py",
        before='_projects_of_team, _among("team")),\n',
        after='_projects_of_team, _to("lead")),\n',
        caught_by=(f"{_HANDOVER}::test_who_follows_takes_the_place_in_a_team_and_closed_projects_keep_theirs",),
    ),
)
