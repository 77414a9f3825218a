"""What of a dossier a provider may take along: what lies on the table, without the exact figures of others."""

from typing import Any

OF_OTHERS = "gedrag"
"""The section that sets figures beside those of peers."""
OWN_COLUMNS = 2
SIGNALS = "signalen"
"""Says with each signal where exactly the others are."""
MIRROR = "Uw cijfers naast die van vergelijkbare aanbieders staan in het portaal, onder Spiegel."
STANDING = "Uw signalen, met de vergelijking, uw uitleg en het oordeel, staan in het portaal, onder Signalen."


def for_provider(content: dict[str, Any], *, is_report_shared: bool) -> dict[str, Any]:
    """Only shared sections; of figures beside peers only one's own; what was said only once the report is shared."""
    report = content["report"]
    if not is_report_shared:
        report = [{**point, "minutes": "", "decision": ""} for point in report]
    return {
        **content,
        "sections": [_without_others(one) for one in content["sections"] if one["is_shared"]],
        "report": report,
        "is_report": content["is_report"] and is_report_shared,
        "remark": content["remark"] if is_report_shared else "",
    }


def _without_others(section: dict[str, Any]) -> dict[str, Any]:
    if section["key"] == SIGNALS and section["lines"]:
        return {**section, "lines": [STANDING]}
    if section["key"] != OF_OTHERS:
        return section
    tables = [
        {
            **table,
            "caption": "Uw cijfers",
            "columns": table["columns"][:OWN_COLUMNS],
            "rows": [row[:OWN_COLUMNS] for row in table["rows"]],
            "numeric": [place for place in table["numeric"] if place < OWN_COLUMNS],
        }
        for table in section["tables"]
    ]
    return {**section, "title": "Uw declaratiegedrag", "lines": [MIRROR], "tables": tables}
