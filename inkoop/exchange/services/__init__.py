from inkoop.exchange.services.answering import NoAnswer, answer, forget_unanswered
from inkoop.exchange.services.receiving import Receipt, file_order, receive, recover_broken_off
from inkoop.exchange.services.uploads import accept_upload, load_upload, waiting_uploads

__all__ = [
    "NoAnswer",
    "Receipt",
    "accept_upload",
    "answer",
    "file_order",
    "forget_unanswered",
    "load_upload",
    "receive",
    "recover_broken_off",
    "waiting_uploads",
]
