from inkoop.exchange.services.answering import NoAnswer, answer, forget_unanswered
from inkoop.exchange.services.handing_out import hand_out
from inkoop.exchange.services.holds import release
from inkoop.exchange.services.overruling import overrule, preview, take_back
from inkoop.exchange.services.receiving import Receipt, file_order, receive, recover_broken_off
from inkoop.exchange.services.uploads import accept_upload, load_upload, waiting_uploads

__all__ = [
    "NoAnswer",
    "Receipt",
    "accept_upload",
    "answer",
    "file_order",
    "forget_unanswered",
    "hand_out",
    "load_upload",
    "overrule",
    "preview",
    "receive",
    "recover_broken_off",
    "release",
    "take_back",
    "waiting_uploads",
]
