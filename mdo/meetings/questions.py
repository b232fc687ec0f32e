"""Questions put to a council that sits with its CICA."""

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.meetings import SessionQuestion


def check_question(question: SessionQuestion) -> None:
    """Raises RuleViolation for a question of nobody: an association of the register, or a name."""
    if question.organisation is None and question.organisation_id is None and not question.asked_by:
        raise RuleViolation(
            N_("Say who asks: choose an association of the register, or write a name."), field="asked_by"
        )
