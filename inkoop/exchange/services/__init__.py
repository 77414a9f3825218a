from inkoop.exchange.services.answering import answer, forget_unanswered
from inkoop.exchange.services.answers import NoAnswer
from inkoop.exchange.services.deciding import NotDecided, check_decidable, decide_request, planned_grant
from inkoop.exchange.services.granting import Terms
from inkoop.exchange.services.handing_out import hand_out, hand_out_decisions
from inkoop.exchange.services.holds import release
from inkoop.exchange.services.notifying import unsent_decisions, write_decisions
from inkoop.exchange.services.overruling import overrule, preview, take_back
from inkoop.exchange.services.own_declarations import forget_tried, send_tried, try_declarations
from inkoop.exchange.services.receiving import Receipt, file_order, receive, recover_broken_off
from inkoop.exchange.services.uploads import accept_upload, load_upload, waiting_uploads

__all__ = [
    "NoAnswer",
    "NotDecided",
    "Receipt",
    "Terms",
    "accept_upload",
    "answer",
    "check_decidable",
    "decide_request",
    "file_order",
    "forget_tried",
    "forget_unanswered",
    "hand_out",
    "hand_out_decisions",
    "load_upload",
    "overrule",
    "planned_grant",
    "preview",
    "receive",
    "recover_broken_off",
    "release",
    "send_tried",
    "take_back",
    "try_declarations",
    "unsent_decisions",
    "waiting_uploads",
    "write_decisions",
]
