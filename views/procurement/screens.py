"""The law of public procurement on screen: thresholds, delays, procedures with their steps, homogeneous families."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import request

from mdo.contracts.law_followers import followers_of, number_of_followers
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import columns_named
from mdo.procurement.columns import FIGURE_COLUMNS, TEMPLATE_COLUMNS, TEMPLATE_STEP_COLUMNS
from mdo.procurement.fields import (
    LEGAL_DELAY,
    LEGAL_FIGURE,
    PURCHASE_FAMILY,
    SPECIFIC_SERVICE,
    TEMPLATE_STEP,
    THRESHOLD,
)
from models.procurement import (
    LegalDelay,
    LegalFigure,
    ProcedureTemplate,
    PurchaseFamily,
    SpecificService,
    TemplateStep,
    Threshold,
)
from views.base.catalogues import ngettext
from views.base.database import db
from views.base.filters import filters_of, relation_filter
from views.base.forms import RecordForm
from views.base.record import RelatedList
from views.base.view import BackofficeView
from views.base.writing import ANSWERED

_FROM_SOURCES = N_(
    "Read in secondary sources on 24 November 2026: the commande publique confirms each line, or corrects it, here."
)


VALIDITY = ("valid_from", "valid_to")


class FollowedView(BackofficeView):
    """Rows of the law: files follow them, and what a save changes for these is asked first."""

    # The fields that files follow.
    followed: ClassVar[tuple[str, ...]] = VALIDITY

    def asked_first(self, form: RecordForm, row: Any) -> str:
        """How many files follow the row as it was, or as it would be."""
        if request.form.get(ANSWERED):
            return ""
        typed = {name: form[name].data for name in self.followed if name in form}
        if row is not None and all(getattr(row, name) == value for name, value in typed.items()):
            return ""
        periods = [(typed["valid_from"], typed["valid_to"])]
        if row is not None:
            periods.append((row.valid_from, row.valid_to))
        found = followers_of(db.session, periods, context_of(db.session).today)
        if not found.count:
            return ""
        names = ", ".join(str(contract) for contract in found.first)
        return ngettext(
            "%(num)d file under way follows the law of these days (%(names)s): its procedure, its last days and what "
            "its page says will be read from this row. Save it?",
            "%(num)d files under way follow the law of these days (%(names)s …): their procedure, their last days and "
            "what their pages say will be read from this row. Save it?",
            found.count,
            names=names,
        )

    def delete_warnings(self, rows: Sequence[Any]) -> Mapping[int, str]:
        """The same before a row goes."""
        if len(rows) != 1:
            return {}
        (row,) = rows
        periods = [(row.valid_from, row.valid_to)]
        count = number_of_followers(db.session, periods, context_of(db.session).today)
        if not count:
            return {}
        words = ngettext(
            "%(num)d file under way follows the law of these days.",
            "%(num)d files under way follow the law of these days.",
            count,
        )
        return {row.id: words}


class ThresholdView(FollowedView):
    """Amounts from which the rules of public procurement apply."""

    followed = ("code", "amount_excl_tax", *VALIDITY)

    model = Threshold
    route_base = "/seuils"
    order = ("valid_from", "desc")
    filters = filters_of(THRESHOLD, "code", "valid_from", "is_to_confirm")
    intro = _FROM_SOURCES
    copied = ("code", "legal_basis", "source")


class LegalDelayView(FollowedView):
    """Delays of the law between two steps."""

    followed = ("procedure", "after", "step", "amount", "unit", "is_maximum", "condition", "counting", *VALIDITY)

    model = LegalDelay
    route_base = "/delais-legaux"
    order = ("procedure", "asc")
    filters = filters_of(LEGAL_DELAY, "procedure", "step", "condition", "is_to_confirm")
    intro = _FROM_SOURCES
    copied = ("procedure", "after", "step", "amount", "unit", "is_maximum", "counting", "article", "source")


class LegalFigureView(FollowedView):
    """The other figures of the law: days to pay, points of interest, shares, durations."""

    followed = ("code", "number", *VALIDITY)

    model = LegalFigure
    route_base = "/chiffres-de-la-loi"
    columns = FIGURE_COLUMNS
    order = ("valid_from", "desc")
    filters = filters_of(LEGAL_FIGURE, "code", "valid_from", "is_to_confirm")
    intro = _FROM_SOURCES
    copied = ("code", "legal_basis", "source")


class SpecificServiceView(BackofficeView):
    """Families of CPV codes of annex 3: their services follow an adapted procedure whatever the amount."""

    model = SpecificService
    route_base = "/services-specifiques"
    order = ("first_cpv", "asc")
    filters = filters_of(SPECIFIC_SERVICE, "is_to_confirm")
    intro = _FROM_SOURCES
    copied = ("article", "source")


class ProcedureView(BackofficeView):
    """Procedures: their steps and the durations that the mission is used to."""

    model = ProcedureTemplate
    empty_for = N_("Here are the procedures, whose steps contracts take.")
    route_base = "/procedures"
    columns = TEMPLATE_COLUMNS
    order = ("label", "asc")
    related_lists = (
        RelatedList(
            "steps",
            TemplateStep,
            columns_named(TEMPLATE_STEP_COLUMNS, "label", "position", "presence", "internal_days", "step"),
            lambda row: TemplateStep.template_id == row.id,
            (TemplateStep.position, TemplateStep.id),
            title=N_("Steps"),
            filter_argument="template",
            add_argument="template",
        ),
    )


class TemplateStepView(BackofficeView):
    """The steps of procedures: what is obligatory, and how long the mission is used to take."""

    model = TemplateStep
    empty_for = N_("Here are the steps of the procedures, each with its delay.")
    route_base = "/etapes-des-procedures"
    order = ("template", "asc")
    copied = ("template", "presence")
    carried = ("template",)
    filters = (relation_filter(TEMPLATE_STEP["template"], ProcedureTemplate.label),)


class FamilyView(BackofficeView):
    """Homogeneous families of services."""

    model = PurchaseFamily
    empty_for = N_("Here are the families of needs, which are added up before a procedure is chosen.")
    route_base = "/familles-homogenes"
    order = ("code", "asc")
    filters = filters_of(PURCHASE_FAMILY, "is_active")
