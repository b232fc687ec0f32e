"""The words by which French workbooks of execution name the members of closed lists: data; the guide lists them."""

from mdo.kernel.imports.words.vocabulary import WordList
from models.execution import OrderState

ORDER_STATE = WordList(
    {
        OrderState.DRAFT: ("brouillon", "en préparation", "à émettre", "projet"),
        OrderState.ISSUED: ("émis", "engagé", "notifié", "validé"),
        OrderState.CANCELLED: ("annulé", "supprimé"),
    }
)
