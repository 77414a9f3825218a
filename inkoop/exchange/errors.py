"""What can be wrong with a file as a whole."""


class BrokenFile(Exception):
    """The file cannot be read as a delivery; nothing of it is loaded. The text is for the sender."""


class NotPossible(Exception):
    """What a person asked cannot be done, and nothing has changed. The text says why and what to do."""
