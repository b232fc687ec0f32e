"""The fields that the templates of calls for projects may print: receipt, public sheet, letters, deliberation."""

from mdo.documents.field import PaperField
from mdo.kernel.base.messages import N_

_CALL = PaperField("call_title", N_("Title of the call"))
_MADE = PaperField("made_on", N_("Day when the paper was made"))
_NUMBER = PaperField("number", N_("Number of the application in its call"))
_TITLE = PaperField("title", N_("Title of the project"))
_COUNCIL = PaperField("council", N_("Council that asks"))
_AXIS = PaperField("axis", N_("Axis of the call"))
_ASKED = PaperField("asked", N_("Amount that was asked, with tax"))
_GRANTED = PaperField("granted", N_("Amount that is granted, with tax"))
_PLACE = PaperField("arrondissement", N_("Arrondissements of the council"))
_DECIDED = (
    PaperField("deliberation", N_("Number of the deliberation; else empty")),
    PaperField("decided_on", N_("Day of the deliberation; else empty")),
    PaperField("signatory", N_("Who signs: a function; else empty")),
)
_SHARE = (
    PaperField("name", N_("Name of the arrondissement or of the axis")),
    PaperField("project_count", N_("How many projects are retained")),
    _GRANTED,
)

RECEIPT_FIELDS = (
    _CALL,
    _NUMBER,
    _TITLE,
    _COUNCIL,
    _AXIS,
    _ASKED,
    PaperField("most_granted", N_("The most that the call gives one project, with tax; empty without a ceiling")),
    PaperField("filed_on", N_("Day when it was filed")),
    PaperField("filing_closes", N_("Last day of filing; else empty")),
    PaperField("filing_channel", N_("How it came, in words")),
    PaperField("is_late", N_("« yes » where it came after the last day of filing; else empty")),
    PaperField("adopted_on", N_("Day when the council adopted it; else empty")),
    PaperField(
        "expenses",
        N_("Lines of its budget, in their order"),
        (
            PaperField("expense", N_("What the expense is for")),
            PaperField("foreseen", N_("Amount that is planned, with tax")),
            PaperField("has_quote", N_("« yes » where a quote says the amount; else empty")),
        ),
    ),
    PaperField("budget_total", N_("What the lines of the budget come to, with tax; empty without any")),
    PaperField("other_money", N_("What others than the call are to pay, with tax; empty without a budget")),
    _MADE,
)
SHEET_FIELDS = (
    _CALL,
    _TITLE,
    _COUNCIL,
    PaperField("partners", N_("Councils that ask with it; else empty")),
    _PLACE,
    _AXIS,
    PaperField("abstract", N_("Summary of the project")),
    _GRANTED,
    PaperField("carrier", N_("Which service, mairie or association carries it out; else empty")),
    PaperField("notified_on", N_("Day when it was notified")),
    PaperField("realised_on", N_("Day when it was realised; else empty")),
    PaperField("spent_amount", N_("Amount that was spent, with tax; else empty")),
    PaperField("outcome_report", N_("Bilan; else empty")),
    _MADE,
)
LETTERS_FIELDS = (
    _CALL,
    *_DECIDED,
    PaperField("notified_on", N_("Day when the call was notified")),
    PaperField(
        "letters",
        N_("One letter an application"),
        (
            _NUMBER,
            _TITLE,
            _COUNCIL,
            PaperField("mailbox", N_("Mailbox of the body")),
            PaperField("is_retained", N_("« yes » for a project that is retained; else empty")),
            PaperField("is_waiting", N_("« yes » for a project on the waiting list; else empty")),
            PaperField("is_refused", N_("« yes » for a project that is refused; else empty")),
            PaperField("is_inadmissible", N_("« yes » for an application that was not admitted; else empty")),
            _ASKED,
            _GRANTED,
            PaperField("waiting_rank", N_("Place on the waiting list; else empty")),
            PaperField("reasons", N_("Reasons of a refusal; else empty")),
            PaperField("report_due", N_("Day before which the bilan is due; else empty")),
        ),
    ),
)
DELIBERATION_FIELDS = (
    _CALL,
    *_DECIDED,
    PaperField("scenario", N_("Scenario that was adopted, with its day")),
    PaperField("envelope", N_("Envelope of the call, with tax")),
    PaperField("granted_total", N_("Total that is granted, with tax")),
    PaperField("left_total", N_("What is left of the envelope, with tax")),
    PaperField("project_count", N_("How many projects are retained")),
    PaperField(
        "projects",
        N_("Projects that are retained, in their order"),
        (_NUMBER, _TITLE, _COUNCIL, _PLACE, _AXIS, _ASKED, _GRANTED),
    ),
    PaperField("waiting", N_("Projects on the waiting list, in their order"), (_NUMBER, _TITLE, _COUNCIL, _ASKED)),
    PaperField("by_arrondissement", N_("Sums by arrondissement"), _SHARE),
    PaperField("by_axis", N_("Sums by axis"), _SHARE),
    _MADE,
)
