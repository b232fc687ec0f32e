"""What the imports of suppliers and contracts read."""

from mdo.imports import procurement_vocabulary as words
from mdo.imports import values
from mdo.imports.fields import amount, email, link, make_field, name, number, phone, places, text, yes_no
from mdo.imports.fields import words as word_of
from mdo.labels import FIELD_LABELS
from models.contracts import Contract
from models.suppliers import Supplier

_SUPPLIER, _CONTRACT = FIELD_LABELS[Supplier], FIELD_LABELS[Contract]

SUPPLIER_FIELDS = (
    make_field("suppliers", "name", _SUPPLIER["name"], text(Supplier, "name"), is_required=True),
    make_field("suppliers", "identifier_kind", _SUPPLIER["identifier_kind"], word_of(words.IDENTIFIER_KIND)),
    make_field("suppliers", "identifier", _SUPPLIER["identifier"], text(Supplier, "identifier")),
    make_field("suppliers", "vat_number", _SUPPLIER["vat_number"], text(Supplier, "vat_number")),
    make_field("suppliers", "is_sme", _SUPPLIER["is_sme"], yes_no),
    make_field("suppliers", "is_active", _SUPPLIER["is_active"], yes_no),
    make_field("suppliers", "email", _SUPPLIER["email"], email, is_personal=True),
    make_field("suppliers", "phone", _SUPPLIER["phone"], phone, is_personal=True),
    make_field("suppliers", "website", _SUPPLIER["website"], link),
    make_field("suppliers", "address", _SUPPLIER["address"], text(Supplier, "address")),
    make_field("suppliers", "postal_code", _SUPPLIER["postal_code"], text(Supplier, "postal_code")),
    make_field("suppliers", "city", _SUPPLIER["city"], text(Supplier, "city")),
    make_field("suppliers", "notes", _SUPPLIER["notes"], text(Supplier, "notes")),
)


CONTRACT_FIELDS = (
    make_field("contracts", "number", _CONTRACT["number"], text(Contract, "number"), is_required=True),
    make_field("contracts", "title", _CONTRACT["title"], text(Contract, "title"), is_required=True),
    make_field("contracts", "state", _CONTRACT["state"], word_of(words.CONTRACT_STATE)),
    make_field("contracts", "holders", _CONTRACT["holders"], text(Contract, "title")),
    make_field("contracts", "group_kind", _CONTRACT["group_kind"], word_of(words.GROUP_KIND)),
    make_field("contracts", "responsible", _CONTRACT["responsible"], name),
    make_field("contracts", "family", _CONTRACT["family"], name),
    make_field("contracts", "arrondissements", _CONTRACT["arrondissements"], places),
    make_field("contracts", "cpv", _CONTRACT["cpv"], text(Contract, "cpv")),
    make_field("contracts", "estimate_excl_tax", _CONTRACT["estimate_excl_tax"], amount(Contract, "estimate_excl_tax")),
    make_field("contracts", "launch_on", _CONTRACT["launch_on"], values.to_date),
    make_field("contracts", "wished_start_on", _CONTRACT["wished_start_on"], values.to_date),
    make_field("contracts", "procedure", _CONTRACT["procedure"], word_of(words.PROCEDURE)),
    make_field("contracts", "procedure_reason", _CONTRACT["procedure_reason"], text(Contract, "procedure_reason")),
    make_field("contracts", "technique", _CONTRACT["technique"], word_of(words.TECHNIQUE)),
    make_field("contracts", "has_purchase_orders", _CONTRACT["has_purchase_orders"], yes_no),
    make_field("contracts", "has_subsequent_contracts", _CONTRACT["has_subsequent_contracts"], yes_no),
    make_field("contracts", "framework", _CONTRACT["framework"], name),
    make_field("contracts", "amount_excl_tax", _CONTRACT["amount_excl_tax"], amount(Contract, "amount_excl_tax")),
    make_field("contracts", "minimum_excl_tax", _CONTRACT["minimum_excl_tax"], amount(Contract, "minimum_excl_tax")),
    make_field("contracts", "maximum_excl_tax", _CONTRACT["maximum_excl_tax"], amount(Contract, "maximum_excl_tax")),
    make_field("contracts", "vat_rate", _CONTRACT["vat_rate"], amount(Contract, "vat_rate")),
    make_field("contracts", "price_form", _CONTRACT["price_form"], word_of(words.PRICE_FORM)),
    make_field("contracts", "price_type", _CONTRACT["price_type"], word_of(words.PRICE_TYPE)),
    make_field("contracts", "ccag", _CONTRACT["ccag"], word_of(words.CCAG)),
    make_field("contracts", "tenders_received", _CONTRACT["tenders_received"], number(Contract, "tenders_received")),
    make_field("contracts", "awarded_on", _CONTRACT["awarded_on"], values.to_date),
    make_field("contracts", "signed_on", _CONTRACT["signed_on"], values.to_date),
    make_field("contracts", "notified_on", _CONTRACT["notified_on"], values.to_date),
    make_field("contracts", "starts_on", _CONTRACT["starts_on"], values.to_date),
    make_field("contracts", "ends_on", _CONTRACT["ends_on"], values.to_date),
    make_field("contracts", "firm_months", _CONTRACT["firm_months"], number(Contract, "firm_months")),
    make_field("contracts", "renewals", _CONTRACT["renewals"], number(Contract, "renewals")),
    make_field("contracts", "renewal_months", _CONTRACT["renewal_months"], number(Contract, "renewal_months")),
    make_field("contracts", "notice_months", _CONTRACT["notice_months"], number(Contract, "notice_months")),
    make_field("contracts", "budget_line", _CONTRACT["budget_line"], text(Contract, "budget_line")),
    make_field("contracts", "published_on", _CONTRACT["published_on"], values.to_date),
    make_field("contracts", "opening_on", _CONTRACT["opening_on"], values.to_date),
    *(
        make_field("contracts", attribute, _CONTRACT[attribute], amount(Contract, attribute))
        for attribute in ("opening_ordered_excl_tax", "opening_invoiced_excl_tax", "opening_paid_excl_tax")
    ),
    make_field("contracts", "state_reason", _CONTRACT["state_reason"], text(Contract, "state_reason")),
    make_field("contracts", "justification", _CONTRACT["justification"], text(Contract, "justification")),
    make_field("contracts", "notes", _CONTRACT["notes"], text(Contract, "notes")),
)
