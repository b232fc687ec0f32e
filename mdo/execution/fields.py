"""The fields of execution."""

from sqlalchemy import func

from mdo.execution.vocabulary import ORDER_STATE
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.fields.tables import Field, Table, hint, kept, read, section, shown
from mdo.kernel.imports.declaring import amount_of, text_of
from models.contracts import Contract
from models.execution import Deliverable, Invoice, InvoiceLine, LateInterestRate, PurchaseOrder, PurchaseOrderLine
from models.suppliers import Supplier

# fmt: off
PURCHASE_ORDER = Table(
    PurchaseOrder, (N_("Purchase order"), N_("Purchase orders")),
    section(N_("Purchase order"),
        Field(PurchaseOrder.contract, N_("Contract"), column=shown(3, 44, sort=Contract.number),
              read=read(1, "Marché", "N° de marché", "N° marché", "Numéro de marché", "Marché n°",
                        example="AMO-2025-01", is_required=True)),
        Field(PurchaseOrder.number, N_("Order number"),
              N_("As in the finance software: its export is matched by the contract and this number."),
              column=shown(1),
              read=read(2, "Numéro du bon", "N° BC", "N° de bon", "N° bon de commande", "Bon de commande",
                        "N° d'engagement", "Numéro", "N°", example="BC-2026-07", is_required=True)),
        Field(PurchaseOrder.subject, N_("What is ordered"),
              column=shown(2, 44, sort=func.lower(PurchaseOrder.subject)),
              read=read(3, "Objet de la commande", "Objet", "Libellé", "Désignation", example="Assemblées d’automne")),
        Field(PurchaseOrder.state, N_("State"), N_("Only an order that was issued counts against the maximum."),
              column=shown(4), read=read(4, "État", "Statut", by=ORDER_STATE)),
        Field(PurchaseOrder.ordered_on, N_("Ordered on"), column=shown(5),
              read=read(5, "Commandé le", "Date de commande", "Date du bon", "Date d'engagement", "Date",
                        example="15/10/2026")),
        Field("line_items", N_("Lines"), N_("A line left empty is none. Each line has its own VAT rate.")),
        Field(PurchaseOrder.notes, N_("Notes"), column=kept(9),
              read=read(8, "Remarques", "Commentaire", "Observations")),
    ),
    Field(PurchaseOrder.lines, N_("Lines")),
    Field("total_excl_tax", N_("Amount before tax (€)"),
          read=read(6, "Montant HT (€)", "Montant HT", "Total HT", "Engagé HT", "Montant",
                    by=amount_of(PurchaseOrderLine, "unit_price_excl_tax"), example="20160,00")),
    Field("total_incl_tax", N_("Amount with tax (€)")),
    Field("holders", N_("Holders")),
    hint("vat_rate", N_("VAT rate (%)"),
         read=read(7, "Taux de TVA (%)", "Taux de TVA", "TVA", by=amount_of(PurchaseOrderLine, "vat_rate"),
                   example="20")),
    called=PurchaseOrder.number + " – " + PurchaseOrder.subject,
    searched=("number", "subject", "notes", "contract.number", "contract.title", "contract.holders.supplier.name"),
)

PURCHASE_ORDER_LINE = Table(
    PurchaseOrderLine, (N_("Line of a purchase order"), N_("Lines of purchase orders")),
    Field(PurchaseOrderLine.position, N_("Order")),
    Field(PurchaseOrderLine.label, N_("Description"), column=shown(1, 44)),
    Field(PurchaseOrderLine.vat_rate, N_("VAT rate (%)"), column=shown(5, kind=Kind.DECIMAL)),
    Field(PurchaseOrderLine.total_incl_tax, N_("Amount with tax (€)"), column=shown(6)),
    Field(PurchaseOrderLine.order, N_("Purchase order")),
    Field(PurchaseOrderLine.quantity, N_("Quantity"), column=shown(2, kind=Kind.DECIMAL)),
    Field(PurchaseOrderLine.unit_price_excl_tax, N_("Unit price before tax (€)"), column=shown(3)),
    Field(PurchaseOrderLine.total_excl_tax, N_("Amount before tax (€)"), column=shown(4)),
    called=PurchaseOrderLine.label,
)

DELIVERABLE = Table(
    Deliverable, (N_("Deliverable"), N_("Deliverables")),
    section(N_("Deliverable"),
        Field(Deliverable.contract, N_("Contract"), column=shown(2, 44, sort=Contract.number)),
        Field(Deliverable.order, N_("Purchase order"), N_("The order that asks for it, if there is one."),
              column=kept(12, by=PurchaseOrder.number, sort=PurchaseOrder.number)),
        Field(Deliverable.name, N_("Deliverable"), column=shown(1, 44, sort=func.lower(Deliverable.name))),
        Field(Deliverable.due_on, N_("Due on"), column=shown(4)),
        Field(Deliverable.notes, N_("Notes")),
    ),
    section(N_("Reception and decision"),
        Field(Deliverable.received_on, N_("Received on (document)"),
              N_("The delay to check it is counted from this day."), column=shown(5)),
        Field(Deliverable.verified_on, N_("Verified on"),
              N_("When the checks were over, if this was noted before the decision."), column=kept(11)),
        Field(Deliverable.decision, N_("Decision"),
              N_("Without a decision in the delay of the contract, the deliverable is admitted by silence."),
              column=kept(8)),
        Field(Deliverable.decided_on, N_("Decided on"), column=kept(9)),
        Field(Deliverable.reduction_excl_tax, N_("Price reduction before tax (€)"),
              N_("Asked for an admission at a reduced price, and for it alone."), column=kept(10, sums=True)),
        Field(Deliverable.reason, N_("Reason of the decision"),
              N_("Asked for every decision but an admission: it is owed to the holder."), column=kept(13)),
    ),
    Field("status", N_("Status")),
    Field("tacit_on", N_("Tacit admission on")),
    Field("late_days", N_("Late by (days)")),
    called=Deliverable.name, searched=("name", "reason", "contract.number", "contract.title", "order.number"),
)

INVOICE = Table(
    Invoice, (N_("Invoice"), N_("Invoices")),
    section(N_("Invoice"),
        Field(Invoice.contract, N_("Contract"), column=shown(2, 44, sort=Contract.number),
              read=read(1, "Marché", "N° de marché", "N° marché", "Numéro de marché", "Marché n°",
                        example="AMO-2025-01", is_required=True)),
        Field(Invoice.supplier, N_("Supplier"),
              N_("Left empty: the holder of the contract, or the lead of its grouping."),
              column=shown(3, 30, sort=Supplier.sort_key),
              read=read(3, "Prestataire", "Fournisseur", "Tiers", "Titulaire", "SIRET")),
        Field(Invoice.order, N_("Purchase order"), column=kept(11, by=PurchaseOrder.number, sort=PurchaseOrder.number),
              read=read(4, "Bon de commande", "N° BC", "N° de bon", "N° d'engagement", example="BC-2026-07")),
        Field(Invoice.number, N_("Invoice number"), N_("That of the supplier, as on the invoice."), column=shown(1),
              read=read(2, "Numéro de facture", "N° facture", "N° de facture", "Facture", "Numéro", "N°",
                        example="F-2026-118", is_required=True)),
        Field(Invoice.subject, N_("What is invoiced"), column=kept(12, 36),
              read=read(5, "Objet de la facture", "Objet", "Libellé", "Désignation")),
        Field(Invoice.received_on, N_("Received on"), N_("The 30 days to pay are counted from this day."),
              column=shown(5),
              read=read(6, "Reçue le", "Date de réception", "Réception", "Date de dépôt", "Date de dépôt Chorus",
                        example="29/10/2026")),
        Field("line_items", N_("Lines"), N_("A line left empty is none. Below zero for a credit note.")),
    ),
    section(N_("Towards payment"),
        Field(Invoice.checked_on, N_("Checked on"), column=kept(13),
              read=read(9, "Contrôlée le", "Date de contrôle", "Service fait", "Date du service fait")),
        Field(Invoice.sent_to_payment_on, N_("Sent to payment on"), column=kept(14),
              read=read(10, "Envoyée au paiement le", "Mandatée le", "Date de mandat", "Date de mandatement")),
        Field(Invoice.paid_on, N_("Paid on"), column=kept(9),
              read=read(11, "Payée le", "Date de paiement", "Paiement", "Règlement")),
        Field(Invoice.suspended_days, N_("Suspension of the delay (days)"), N_("They come on top of the 30 days."),
              column=kept(15), read=read(12, "Suspension du délai (jours)", "Jours de suspension", "Suspension")),
        Field(Invoice.notes, N_("Notes"),
              read=read(13, "Remarques", "Commentaire", "Observations", by=text_of(PurchaseOrder, "notes"))),
    ),
    Field(Invoice.lines, N_("Lines")),
    Field("total_excl_tax", N_("Amount before tax (€)"),
          read=read(7, "Montant HT (€)", "Montant HT", "Total HT", "Montant", by=amount_of(InvoiceLine,
                    "amount_excl_tax"), example="13500,00")),
    Field("total_incl_tax", N_("Amount with tax (€)")),
    Field("status", N_("Status")),
    Field("pay_by", N_("To be paid by")),
    Field("late_days", N_("Late by (days)")),
    hint("vat_rate", N_("VAT rate (%)"),
         read=read(8, "Taux de TVA (%)", "Taux de TVA", "TVA", by=amount_of(PurchaseOrderLine, "vat_rate"),
                   example="20")),
    called=Invoice.number,
    searched=("number", "subject", "contract.number", "contract.title", "order.number", "supplier.name"),
)

INVOICE_LINE = Table(
    InvoiceLine, (N_("Line of an invoice"), N_("Lines of invoices")),
    Field(InvoiceLine.position, N_("Order")),
    Field(InvoiceLine.label, N_("Description"), column=shown(1, 44)),
    Field(InvoiceLine.vat_rate, N_("VAT rate (%)"), column=shown(3, kind=Kind.DECIMAL)),
    Field(InvoiceLine.total_incl_tax, N_("Amount with tax (€)"), column=shown(4)),
    Field(InvoiceLine.invoice, N_("Invoice")),
    Field(InvoiceLine.amount_excl_tax, N_("Amount before tax (€)"), column=shown(2)),
    called=InvoiceLine.label,
)

LATE_INTEREST_RATE = Table(
    LateInterestRate, (N_("Rate of late interest"), N_("Rates of late interest")),
    section(N_("Rate of late interest"),
        Field(LateInterestRate.valid_from, N_("Valid from"),
              N_("The rate applied to an invoice is that of its first late day."), column=shown(1)),
        Field(LateInterestRate.rate, N_("Rate of the central bank (%)"),
              N_("Of the European central bank alone: the 8 points of the law are added.")),
        Field(LateInterestRate.source, N_("Source"), column=shown(4, 50)),
        Field(LateInterestRate.is_to_confirm, N_("To be confirmed"), column=shown(3)),
    ),
    searched=("source",),
)
# fmt: on

ORDER_LINE_COLUMNS = PURCHASE_ORDER_LINE.columns()
INVOICE_LINE_COLUMNS = INVOICE_LINE.columns()
ORDER_FIELDS = PURCHASE_ORDER.reads()
INVOICE_FIELDS = INVOICE.reads()
