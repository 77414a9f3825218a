"""Reading a message as a stream: its header, then its clients or lines as plain values, with what is wrong."""

from inkoop.exchange.ijw.reading.incoming import Incoming, open_message
from inkoop.exchange.ijw.reading.nodes import Node, Value, Values
from inkoop.exchange.ijw.reading.repeated import Batch

__all__ = ["Batch", "Incoming", "Node", "Value", "Values", "open_message"]
