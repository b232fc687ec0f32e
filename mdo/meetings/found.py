"""How rows of meetings are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind, small
from models.instances import Instance
from models.meetings import ActionItem, Decision, Meeting, SessionQuestion
from models.organisations import Organisation

FOUND: tuple[Kind, ...] = (
    Kind(
        40,
        Meeting,
        title=Meeting.title,
        order=(small(Meeting.title), Meeting.start_at.desc()),
        details=(Instance.name, Meeting.place),
        joins=((Meeting.instance,),),
    ),
    Kind(
        60,
        ActionItem,
        title=ActionItem.text,
        order=(small(ActionItem.text),),
        details=(Meeting.title,),
        joins=((ActionItem.meeting,),),
    ),
    Kind(
        70,
        Decision,
        title=Decision.text,
        order=(small(Decision.text),),
        details=(Meeting.title,),
        joins=((Decision.meeting,),),
    ),
    Kind(
        80,
        SessionQuestion,
        title=SessionQuestion.question,
        order=(small(SessionQuestion.question),),
        details=(Organisation.name, Meeting.title),
        joins=((SessionQuestion.organisation,), (SessionQuestion.meeting,)),
    ),
)
