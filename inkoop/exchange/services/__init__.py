from inkoop.exchange.services.receiving import Receipt, file_order, receive, recover_broken_off
from inkoop.exchange.services.uploads import accept_upload, load_upload, waiting_uploads

__all__ = [
    "Receipt",
    "accept_upload",
    "file_order",
    "load_upload",
    "receive",
    "recover_broken_off",
    "waiting_uploads",
]
