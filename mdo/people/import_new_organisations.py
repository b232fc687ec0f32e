"""The kind of an organisation that a file of people names first: asked once where it is no association by its name."""

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import BLANK, CREATE, Option, Question
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.labels import ENUM_LABELS
from mdo.organisations.vocabulary import kind_of_name
from models.organisations import OrganisationKind

_WHICH = N_("« %(value)s » in « %(column)s » is new here: as what do such establishments join the organisations?")
_LEFT = N_("« %(value)s » in « %(column)s »: left aside, as was answered.")
_KINDS = {
    f"{CREATE}.{kind.value}": kind
    for kind in sorted(OrganisationKind, key=lambda kind: kind is not OrganisationKind.PARTNER)
}
_OPTIONS = (
    *(Option(value, ENUM_LABELS[OrganisationKind][kind]) for value, kind in _KINDS.items()),
    Option(BLANK, N_("Create none: leave these cells empty")),
)


def kind_of_new(planner: LinePlanner, name: str) -> OrganisationKind | None:
    """The kind of a new organisation; of schools and the like it is asked once a file, None while it is not known."""
    if kind_of_name(name) is OrganisationKind.ASSOCIATION:
        return OrganisationKind.ASSOCIATION
    params = {"value": name, "column": planner.header("organisation")}
    answer = planner.ask(Question("kind-of-schools", _WHICH, params, _OPTIONS, column=params["column"]))
    if answer == BLANK:
        planner.planned.notes.append((_LEFT, params))
    elif answer not in _KINDS:
        planner.waiting.add("organisation")
    return _KINDS.get(answer or "")
