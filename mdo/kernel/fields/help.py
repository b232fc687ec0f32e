"""What the mission means by a field, in a sentence under its label: message ids, translated at the edge.

A field whose label says everything has none; forms are their only reader for now. Domains declare them.
"""

from mdo.kernel.base.messages import N_
from mdo.kernel.labels.own import HELP

FIELD_HELP: dict[type, dict[str, str]] = dict(HELP)

# Under the title of a section, by that title.
SECTION_HELP = {
    N_("Consents"): N_("What the person answered, and on which day: the date is the proof. Not stated is not a yes."),
    N_("Legal guardian (minors)"): N_("A minor is contacted through the legal guardian."),
    N_("Own rules (empty: those of the type)"): N_("Fill in only what the charter of this body changes."),
    N_("Rules"): N_("What the bodies of this type follow, unless one has a rule of its own."),
    N_("Convention"): N_("For a partner: the agreement signed with the city."),
}


def field_help(model: type, name: str) -> str:
    """The message id of the help of a field; empty where its label says everything."""
    return FIELD_HELP.get(model, {}).get(name, "")
