from inkoop.exchange.services.receiving import Receipt, file_order, receive, recover_broken_off

__all__ = ["Receipt", "file_order", "receive", "recover_broken_off"]
