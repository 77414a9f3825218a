"""Writing messages: in the order of the structure, every value tested, the same bytes for the same content."""

from inkoop.exchange.ijw.writing.declaration_answers import Verdict, write_declaration_answer
from inkoop.exchange.ijw.writing.files import whole_file
from inkoop.exchange.ijw.writing.outgoing import Origin, header_values, write_message
from inkoop.exchange.ijw.writing.people import MissingPerson, Person, client_values, people_in, read_people
from inkoop.exchange.ijw.writing.retours import Retour, write_retour

__all__ = [
    "MissingPerson",
    "Origin",
    "Person",
    "Retour",
    "Verdict",
    "client_values",
    "header_values",
    "people_in",
    "read_people",
    "whole_file",
    "write_declaration_answer",
    "write_message",
    "write_retour",
]
