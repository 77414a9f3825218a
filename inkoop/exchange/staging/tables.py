"""The temporary tables of a load."""

STAGE = "stage"
STAGED_FINDINGS = "staged_finding"
