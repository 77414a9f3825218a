from inkoop.exchange.services.answering import answer, forget_unanswered
from inkoop.exchange.services.answers import NoAnswer
from inkoop.exchange.services.deciding import NotDecided, decide_request
from inkoop.exchange.services.granting import Terms
from inkoop.exchange.services.notifying import unsent_decisions, write_decisions
from inkoop.exchange.services.receiving import Receipt, file_order, receive, recover_broken_off
from inkoop.exchange.services.uploads import accept_upload, load_upload, waiting_uploads

__all__ = [
    "NoAnswer",
    "NotDecided",
    "Receipt",
    "Terms",
    "accept_upload",
    "answer",
    "decide_request",
    "file_order",
    "forget_unanswered",
    "load_upload",
    "receive",
    "recover_broken_off",
    "unsent_decisions",
    "waiting_uploads",
    "write_decisions",
]
