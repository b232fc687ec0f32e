"""What the papers of projects say: the note of one, and all of them on one page, from the templates that serve."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from mdo.documents.document_format import Wording
from mdo.documents.rendering import render
from mdo.documents.template_fields import in_words_of_templates
from mdo.documents.template_rows import active_template
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.projects.money import Sums, money_of
from models.documents import PaperKind
from models.meetings import ActionItem
from models.projects import BudgetLine, Milestone, Project

_NO_SUMS = ("foreseen", "committed", "committed_excl_tax", "spent", "settled", "uncommitted")


def note_of(session: AnySession, project: Project, wording: Wording, *, with_money: bool) -> bytes:
    """The note of a project, as a Word file; amounts for who may read them. Raises RuleViolation."""
    template = active_template(session, PaperKind.PROJECT_NOTE)
    values = in_words_of_templates(_note_values(session, project, wording, with_money=with_money))
    return render(PaperKind.PROJECT_NOTE, template.content, values)


def all_of(session: AnySession, wording: Wording, *, with_money: bool) -> tuple[bytes, int]:
    """All the projects, those that are not over first, as a Word file, and how many they are. Raises RuleViolation."""
    template = active_template(session, PaperKind.PROJECT_LIST)
    rows = session.scalars(
        select(Project)
        .order_by(Project.closed_on.is_not(None), Project.end_on.is_(None), Project.end_on, Project.title)
        .options(joinedload(Project.lead))
    ).all()
    by_id, total = money_of(session, [row.id for row in rows]) if with_money else ({}, Sums())
    values = {
        "made_on": wording.value(context_of(session).today),
        "projects": [_line(row, by_id.get(row.id), wording) for row in rows],
        **_sums(total, wording, with_money=with_money),
    }
    return render(PaperKind.PROJECT_LIST, template.content, in_words_of_templates(values)), len(rows)


def _line(row: Project, sums: Sums | None, wording: Wording) -> dict[str, str]:
    return {
        "title": row.title,
        "kind": wording.value(row.kind),
        "state": wording.value(row.state),
        "lead": str(row.lead or ""),
        "closes_on": wording.value(row.end_on),
        "needs_next": row.next_step or "",
        "foreseen": _euros(None if sums is None else sums.planned_incl_tax, wording),
        "committed": _euros(None if sums is None else sums.committed.incl_tax, wording),
        "spent": _euros(None if sums is None else sums.spent.incl_tax, wording),
    }


def _note_values(session: AnySession, project: Project, wording: Wording, *, with_money: bool) -> dict[str, Any]:
    def names(rows: Sequence[Any], name: Callable[[Any], str] = str) -> str:
        return ", ".join(name(row) for row in rows)

    total = money_of(session, [project.id])[1] if with_money else Sums()
    lines = session.scalars(
        select(BudgetLine).where(BudgetLine.project_id == project.id).order_by(BudgetLine.exercise, BudgetLine.id)
    )
    served = [*(body.name for body in project.instances), *(place.name for place in project.arrondissements)]
    return {
        "title": project.title,
        "kind": wording.value(project.kind),
        "state": wording.value(project.state),
        "made_on": wording.value(context_of(session).today),
        "objective": project.objective or "",
        "plan_action": str(project.plan_action or ""),
        "participation": wording.value(project.participation),
        "lead": str(project.lead or ""),
        "team": names(project.team),
        "partners": names(project.partners, lambda row: str(row.name)),
        "served": ", ".join(served),
        "begins_on": wording.value(project.start_on),
        "closes_on": wording.value(project.end_on),
        "needs_next": project.next_step or "",
        "milestones": [_milestone(row, wording) for row in _milestones(session, project)],
        "tasks": [_task(row, wording) for row in _tasks(session, project)],
        **_sums(total, wording, with_money=with_money),
        "budget": [_budget(line, wording) for line in lines] if with_money else [],
        "lessons": project.lessons or "",
    }


def _milestones(session: AnySession, project: Project) -> Sequence[Milestone]:
    statement = select(Milestone).where(Milestone.project_id == project.id).order_by(Milestone.due_on, Milestone.id)
    return session.scalars(statement.options(selectinload(Milestone.owner))).all()


def _tasks(session: AnySession, project: Project) -> Sequence[ActionItem]:
    statement = select(ActionItem).where(ActionItem.project_id == project.id)
    ordered = statement.order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
    return session.scalars(ordered.options(selectinload(ActionItem.owner))).all()


def _milestone(row: Milestone, wording: Wording) -> dict[str, str]:
    state = N_("Reached") if row.reached_on is not None else N_("To reach")
    return {
        "text": row.title,
        "day": wording.value(row.due_on),
        "who": str(row.owner or ""),
        "state": wording.translate(state),
    }


def _task(row: ActionItem, wording: Wording) -> dict[str, str]:
    return {
        "text": row.text,
        "day": wording.value(row.due_on),
        "who": str(row.owner or row.owner_name or ""),
        "state": wording.value(row.state),
    }


def _budget(line: BudgetLine, wording: Wording) -> dict[str, str]:
    return {
        "exercise": str(line.exercise),
        "text": line.label,
        "amount": _euros(line.planned_incl_tax, wording),
        "carried": _euros(line.carried_over_incl_tax, wording) if line.carried_over_incl_tax else "",
        "number": line.commitment_number or "",
        "last_order": wording.value(line.last_order_on),
    }


def _sums(sums: Sums, wording: Wording, *, with_money: bool) -> dict[str, str]:
    if not with_money:
        return {"has_money": "", **dict.fromkeys(_NO_SUMS, "")}
    return {
        "has_money": wording.translate(N_("yes")),
        "foreseen": _euros(sums.planned_incl_tax, wording),
        "committed": _euros(sums.committed.incl_tax, wording),
        "committed_excl_tax": _euros(sums.committed.excl_tax, wording),
        "spent": _euros(sums.spent.incl_tax, wording),
        "settled": _euros(sums.paid.incl_tax, wording),
        "uncommitted": _euros(sums.left_incl_tax, wording),
    }


def _euros(amount: Decimal | None, wording: Wording) -> str:
    return "" if amount is None else wording.value(amount, Kind.AMOUNT)
