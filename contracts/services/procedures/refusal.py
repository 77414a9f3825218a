"""A step that cannot be taken."""


class Refused(Exception):
    """Carries a sentence for the person who asked: what is wrong and what to do."""


def refuse_when(fault: str) -> None:
    """Raises Refused with the sentence, when there is one."""
    if fault:
        raise Refused(fault)
