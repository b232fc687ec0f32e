"""What the imports of tenders read: the columns and how their cells are read."""

from mdo.kernel.imports import procurement_vocabulary as words
from mdo.kernel.imports import values
from mdo.kernel.imports.declaring import (
    amount_of,
    declared,
    number_of,
    read_name,
    read_places,
    read_yes_no,
    text_of,
    words_of,
)
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract

_CONTRACT = FIELD_LABELS[Contract]

CONTRACT_FIELDS = (
    declared("contracts", "number", _CONTRACT["number"], text_of(Contract, "number"), is_required=True),
    declared("contracts", "title", _CONTRACT["title"], text_of(Contract, "title"), is_required=True),
    declared("contracts", "state", _CONTRACT["state"], words_of(words.CONTRACT_STATE)),
    declared("contracts", "holders", _CONTRACT["holders"], text_of(Contract, "title")),
    declared("contracts", "group_kind", _CONTRACT["group_kind"], words_of(words.GROUP_KIND)),
    declared("contracts", "responsible", _CONTRACT["responsible"], read_name),
    declared("contracts", "family", _CONTRACT["family"], read_name),
    declared("contracts", "arrondissements", _CONTRACT["arrondissements"], read_places),
    declared("contracts", "cpv", _CONTRACT["cpv"], text_of(Contract, "cpv")),
    declared(
        "contracts", "estimate_excl_tax", _CONTRACT["estimate_excl_tax"], amount_of(Contract, "estimate_excl_tax")
    ),
    declared("contracts", "launch_on", _CONTRACT["launch_on"], values.to_date),
    declared("contracts", "wished_start_on", _CONTRACT["wished_start_on"], values.to_date),
    declared("contracts", "procedure", _CONTRACT["procedure"], words_of(words.PROCEDURE)),
    declared("contracts", "procedure_reason", _CONTRACT["procedure_reason"], text_of(Contract, "procedure_reason")),
    declared("contracts", "technique", _CONTRACT["technique"], words_of(words.TECHNIQUE)),
    declared("contracts", "has_purchase_orders", _CONTRACT["has_purchase_orders"], read_yes_no),
    declared("contracts", "has_subsequent_contracts", _CONTRACT["has_subsequent_contracts"], read_yes_no),
    declared("contracts", "framework", _CONTRACT["framework"], read_name),
    declared("contracts", "amount_excl_tax", _CONTRACT["amount_excl_tax"], amount_of(Contract, "amount_excl_tax")),
    declared("contracts", "minimum_excl_tax", _CONTRACT["minimum_excl_tax"], amount_of(Contract, "minimum_excl_tax")),
    declared("contracts", "maximum_excl_tax", _CONTRACT["maximum_excl_tax"], amount_of(Contract, "maximum_excl_tax")),
    declared("contracts", "vat_rate", _CONTRACT["vat_rate"], amount_of(Contract, "vat_rate")),
    declared("contracts", "price_form", _CONTRACT["price_form"], words_of(words.PRICE_FORM)),
    declared("contracts", "price_type", _CONTRACT["price_type"], words_of(words.PRICE_TYPE)),
    declared("contracts", "ccag", _CONTRACT["ccag"], words_of(words.CCAG)),
    declared("contracts", "tenders_received", _CONTRACT["tenders_received"], number_of(Contract, "tenders_received")),
    declared("contracts", "awarded_on", _CONTRACT["awarded_on"], values.to_date),
    declared("contracts", "signed_on", _CONTRACT["signed_on"], values.to_date),
    declared("contracts", "notified_on", _CONTRACT["notified_on"], values.to_date),
    declared("contracts", "starts_on", _CONTRACT["starts_on"], values.to_date),
    declared("contracts", "ends_on", _CONTRACT["ends_on"], values.to_date),
    declared("contracts", "firm_months", _CONTRACT["firm_months"], number_of(Contract, "firm_months")),
    declared("contracts", "renewals", _CONTRACT["renewals"], number_of(Contract, "renewals")),
    declared("contracts", "renewal_months", _CONTRACT["renewal_months"], number_of(Contract, "renewal_months")),
    declared("contracts", "notice_months", _CONTRACT["notice_months"], number_of(Contract, "notice_months")),
    declared("contracts", "budget_line", _CONTRACT["budget_line"], text_of(Contract, "budget_line")),
    declared("contracts", "published_on", _CONTRACT["published_on"], values.to_date),
    declared("contracts", "transmitted_on", _CONTRACT["transmitted_on"], values.to_date),
    declared("contracts", "award_notice_on", _CONTRACT["award_notice_on"], values.to_date),
    declared("contracts", "letters_on", _CONTRACT["letters_on"], values.to_date),
    declared("contracts", "opening_on", _CONTRACT["opening_on"], values.to_date),
    declared(
        "contracts",
        "opening_ordered_excl_tax",
        _CONTRACT["opening_ordered_excl_tax"],
        amount_of(Contract, "opening_ordered_excl_tax"),
    ),
    declared(
        "contracts",
        "opening_invoiced_excl_tax",
        _CONTRACT["opening_invoiced_excl_tax"],
        amount_of(Contract, "opening_invoiced_excl_tax"),
    ),
    declared(
        "contracts",
        "opening_paid_excl_tax",
        _CONTRACT["opening_paid_excl_tax"],
        amount_of(Contract, "opening_paid_excl_tax"),
    ),
    declared("contracts", "state_reason", _CONTRACT["state_reason"], text_of(Contract, "state_reason")),
    declared("contracts", "justification", _CONTRACT["justification"], text_of(Contract, "justification")),
    declared("contracts", "notes", _CONTRACT["notes"], text_of(Contract, "notes")),
    declared("contracts", "is_published_before", _CONTRACT["is_published_before"], read_yes_no),
)
