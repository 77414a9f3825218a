"""Codes of the message standard (iJw 3.2) that the rules decide on."""

MINUTE, HOUR, EURO = "01", "04", "83"  # WJ756 Eenheid
EFFORT_UNITS = frozenset({"01", "04", "14", "16", "84"})  # inspanningsgericht (OP262, OP305)
OUTPUT_UNITS = frozenset({"82", "83"})  # outputgericht (OP263, OP264)

PER_DAY, PER_WEEK, PER_MONTH, IN_TOTAL = "1", "2", "4", "6"  # WMO757 Frequentie
WITHDRAWN = "13"  # JZ002 RedenWijziging: the allocation is deleted

DEBIT, CREDIT = "D", "C"  # COD043
