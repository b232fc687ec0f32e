"""How rows of requests are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind, small
from models.instances import Instance
from models.requests import CouncilRequest

FOUND: tuple[Kind, ...] = (
    Kind(
        50,
        CouncilRequest,
        title=CouncilRequest.subject,
        order=(small(CouncilRequest.subject),),
        details=(CouncilRequest.number, Instance.name),
        joins=((CouncilRequest.instance,),),
        references=(CouncilRequest.number,),
    ),
)
