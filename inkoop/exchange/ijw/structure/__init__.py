"""The structure of the messages as data: releases, messages, elements in order, facets, enumerations."""

from inkoop.exchange.ijw.structure.grammar import Base, Element, Group, Message, Release, SimpleType, children
from inkoop.exchange.ijw.structure.messages import BY_NAMESPACE, CURRENT, MESSAGES, message

__all__ = [
    "BY_NAMESPACE",
    "CURRENT",
    "MESSAGES",
    "Base",
    "Element",
    "Group",
    "Message",
    "Release",
    "SimpleType",
    "children",
    "message",
]
