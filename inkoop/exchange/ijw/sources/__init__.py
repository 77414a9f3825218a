"""From a file to the messages in it: bare, in a zip, or as the payload of an envelope; always as a stream."""

from inkoop.exchange.ijw.sources.files import Source, looks_like_messages, sources

__all__ = ["Source", "looks_like_messages", "sources"]
