"""The domains, from the ground up: each may know those before it, none those after. A new one is named here."""

from mdo.accounts.domain import DOMAIN as ACCOUNTS
from mdo.amendments.domain import DOMAIN as AMENDMENTS
from mdo.composition.domain import DOMAIN as COMPOSITION
from mdo.contracts.domain import DOMAIN as CONTRACTS
from mdo.decp.domain import DOMAIN as DECP
from mdo.execution.domain import DOMAIN as EXECUTION
from mdo.kernel.domain import hand_over
from mdo.meetings.domain import DOMAIN as MEETINGS
from mdo.network.domain import DOMAIN as NETWORK
from mdo.organisations.domain import DOMAIN as ORGANISATIONS
from mdo.people.domain import DOMAIN as PEOPLE
from mdo.procurement.domain import DOMAIN as PROCUREMENT
from mdo.requests.domain import DOMAIN as REQUESTS

DOMAINS = (
    ACCOUNTS,
    ORGANISATIONS,
    NETWORK,
    PEOPLE,
    REQUESTS,
    PROCUREMENT,
    COMPOSITION,
    CONTRACTS,
    MEETINGS,
    AMENDMENTS,
    EXECUTION,
    DECP,
)

hand_over(DOMAINS)
