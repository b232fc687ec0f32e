"""What is shown of people."""

from mdo.kernel.base.messages import N_
from mdo.people.columns import SHOWN_AS
from mdo.people.mandates import MandateStatus
from models.people import Consent, DuplicateCandidate, Mandate, Person
from views.base.domain import Action, Screens
from views.base.entries import Entry, MenuGroup
from views.base.relations import Choices
from views.people.duplicates import DuplicateView, reasons_in_words
from views.people.elections import ElectionView
from views.people.screens import MandateView, PersonView

SCREENS = Screens(
    "people",
    views={
        PersonView: "membres-et-mandats",
        MandateView: "membres-et-mandats",
        DuplicateView: "membres-et-mandats",
        ElectionView: "instances",
    },
    menu=(
        Entry(30, PersonView, "person", MenuGroup.PARTICIPATION),
        Entry(10, MandateView, "person-badge", under="PersonView"),
        Entry(40, DuplicateView, "person-exclamation", under="PersonView"),
    ),
    actions=(
        Action(10, PersonView, N_("New person"), "person-plus"),
        Action(
            20,
            PersonView,
            N_("Person and mandate"),
            "person-plus",
            method="enrol",
            needs=(("can_add", PersonView), ("can_add", MandateView)),
        ),
        Action(30, MandateView, N_("New mandate"), "person-badge"),
        Action(
            95,
            ElectionView,
            N_("Élu·es after an election"),
            "arrow-left-right",
            method="replace",
            needs=(("can_edit", ElectionView),),
        ),
    ),
    tones={
        MandateStatus: {
            MandateStatus.IN_FORCE: "ok",
            MandateStatus.UPCOMING: "info",
            MandateStatus.EXPIRED: "danger",
            MandateStatus.ENDED: "muted",
            MandateStatus.UNDATED: "warn",
        },
        Consent: {Consent.GIVEN: "ok", Consent.REFUSED: "muted", Consent.UNKNOWN: None},
    },
    shown_as=SHOWN_AS,
    coded={(DuplicateCandidate, "reason"): reasons_in_words},
    choices={Person: Choices(Person.sort_key, may_share_names=True), Mandate: Choices(Mandate.id)},
)
