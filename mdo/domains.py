"""The domains, from the ground up: each may know those before it, none those after. A new one is named here."""

from mdo.accessibility.domain import DOMAIN as ACCESSIBILITY
from mdo.accounts.domain import DOMAIN as ACCOUNTS
from mdo.amendments.domain import DOMAIN as AMENDMENTS
from mdo.calendar.domain import DOMAIN as CALENDAR
from mdo.composition.domain import DOMAIN as COMPOSITION
from mdo.contracts.domain import DOMAIN as CONTRACTS
from mdo.days_off.domain import DOMAIN as DAYS_OFF
from mdo.decp.domain import DOMAIN as DECP
from mdo.execution.domain import DOMAIN as EXECUTION
from mdo.instances.domain import DOMAIN as INSTANCES
from mdo.kernel.domain import hand_over
from mdo.meetings.domain import DOMAIN as MEETINGS
from mdo.network.domain import DOMAIN as NETWORK
from mdo.organisations.domain import DOMAIN as ORGANISATIONS
from mdo.people.domain import DOMAIN as PEOPLE
from mdo.procurement.domain import DOMAIN as PROCUREMENT
from mdo.requests.domain import DOMAIN as REQUESTS
from mdo.suppliers.domain import DOMAIN as SUPPLIERS
from mdo.tenders.domain import DOMAIN as TENDERS
from mdo.topics.domain import DOMAIN as TOPICS

DOMAINS = (
    ACCOUNTS,
    ORGANISATIONS,
    INSTANCES,
    NETWORK,
    DAYS_OFF,
    ACCESSIBILITY,
    PEOPLE,
    REQUESTS,
    PROCUREMENT,
    SUPPLIERS,
    COMPOSITION,
    CONTRACTS,
    MEETINGS,
    AMENDMENTS,
    EXECUTION,
    TOPICS,
    CALENDAR,
    TENDERS,
    DECP,
)

hand_over(DOMAINS)
