"""What the mission means by the fields of contracts and suppliers."""

from mdo.messages import N_
from models.contracts import Contract
from models.suppliers import Supplier

CONTRACT_HELP: dict[type, dict[str, str]] = {
    Contract: {
        "number": N_("Left empty, it is given: AMO, the year and the next number, AMO-2026-01."),
        "title": N_("What is bought, as the essential data will publish it."),
        "justification": N_("Why the services of the city cannot do it."),
        "estimate_excl_tax": N_("Over the whole duration, renewals included: the procedure follows from it."),
        "launch_on": N_("The day on which the consultation starts: the thresholds are those of that day."),
        "wished_start_on": N_("The calendar is computed backward from this day."),
        "family": N_(
            "The needs of one family are added up over the months of « Figures of the law », whatever the suppliers."
        ),
        "cpv": N_(
            "8 digits, with the key if known: 79411000-8 general management advice, 79421000-1 project management, "
            "79952000-2 organisation of events, 80500000-9 training, 79320000-3 opinion polls. Of a mixed need, that "
            "of the part of highest value (R2123-2)."
        ),
        "arrondissements": N_("The mairies that the contract serves."),
        "instances": N_("The bodies that the contract serves, if it serves some more than others."),
        "responsible": N_(
            "The account that has the deadlines of this contract in « My deadlines ». Left empty: yours, or "
            "that of its file."
        ),
        "allotment": N_("The file that this contract is a lot of: the lots of one need count together."),
        "framework": N_("The accord-cadre under which this contract is concluded."),
        "procedure": N_("Left empty, the one that the amount imposes; another one asks for a reason."),
        "procedure_reason": N_(
            "Asked when the procedure is not the one that the amount imposes; it stays in the file."
        ),
        "technique": N_(
            "An accord-cadre has a maximum, and is performed by purchase orders, by subsequent contracts, or both."
        ),
        "has_prior_notice": N_("Shortens the delays of a formal procedure."),
        "amount_excl_tax": N_("As awarded; for an accord-cadre, the estimated maximum."),
        "maximum_excl_tax": N_(
            "An accord-cadre has a maximum (since 01/01/2022): orders never pass it, and the procedure follows from it "
            "(R2121-8)."
        ),
        "renewals": N_("How many times the contract may be renewed."),
        "is_tacit": N_("Renewed unless the city says no (R2112-4)."),
        "notice_months": N_("How long before the end the city decides: the deadline is counted back from it."),
        "verification_months": N_(
            "Two months by the CCAG-PI (article 28.2), then admission is tacit; to be confirmed."
        ),
        "ends_on": N_("Left empty, it follows from the start and the firm duration; a renewal moves it."),
        "has_environmental_criterion": N_(
            "From 21/08/2026 on, one criterion on the environment, or a global cost that takes it in (R2152-7)."
        ),
        "has_environmental_clause": N_("From 22/08/2026 on, a condition of performance on the environment (L2112-2)."),
        "has_social_clause": N_("From 22/08/2026 on, a condition over the European thresholds (L2112-2-1)."),
        "advance_rate": N_("5 to 30 as a rule, 10 at least for a small or medium-sized company; to be confirmed."),
        "place_code": N_("69123 for Lyon; for one arrondissement, its postal code (69001 to 69009)."),
        "letters_on": N_(
            "Noted when the letters are made. The standstill of a formal procedure runs from this day (R2182-1)."
        ),
        "transmitted_on": N_(
            "Within 15 days of the signature (L2131-13 CGCT), before the notification; to be confirmed."
        ),
        "award_notice_on": N_("Within 30 days of the signature (R2183-1)."),
        "tenders_received": N_("Asked by the essential data."),
        "candidates_received": N_("Those who applied in the first round: one alone has no standstill (R2182-2)."),
        "award_reason": N_("Asked when another tender than the first in the ranking is retained (L2152-7)."),
        "ending": N_("Unsuccessful: no tender can be retained. Without follow-up: for a reason of general interest."),
        "opening_on": N_("For a contract that ran before its file was kept here: what was done by this day."),
        "is_shared": N_("The référents of the mairies served then see provider, schedule and deliverables; no amount."),
        "holders": N_(
            "Names or SIRET numbers of suppliers of the list, the lead first, with a semicolon between them."
        ),
        "lot_number": N_("Counts from 1 in each file."),
        "state_reason": N_("Kept in the file and told to the candidates (R2185-2)."),
    },
    Supplier: {
        "identifier": N_("SIRET: 14 digits, of the establishment that tenders."),
        "vat_number": N_("French: FR, a key of two characters and the SIREN."),
        "is_sme": N_("Fewer than 250 people; counts for the advance."),
        "is_active": N_("Unticked, it is proposed no more and its contracts stay."),
    },
}
