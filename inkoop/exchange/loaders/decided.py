"""Files that repeat what they said before, after people decided otherwise.

A decision comes into force as a delivery of its own. A later file that still says what the files before it
said brings nothing new: the decision stays. A file that says something else is a new fact and counts.
"""

DECIDED = "SELECT id FROM base_delivery WHERE is_decision"


def with_echo(rows: str, *, table: str, key: str, facts: str, said: str) -> str:
    """``rows`` with a column ``echo``: the first row of its key repeats what was last delivered, and what
    counts now was decided.

    ``table`` holds the versions. ``facts``: the columns of a row that are compared. ``said``: a query on ``r``
    that gives those columns of every version known, with its delivery_id, the newest first. Only contracts
    that somebody decided about are looked up.
    """
    decided_about = f"SELECT contract_id FROM {table} WHERE delivery_id IN ({DECIDED})"
    return f"""
SELECT r.*, CASE WHEN r.contract_id IN ({decided_about}) THEN coalesce(
    r.row_number = min(r.row_number) OVER (PARTITION BY {key})
    AND (SELECT v.delivery_id FROM ({said}) v LIMIT 1) IN ({DECIDED})
    AND ROW({facts})::text = (
        SELECT v.facts FROM ({said}) v WHERE v.delivery_id NOT IN ({DECIDED}) LIMIT 1
    ), false) ELSE false END AS echo
FROM ({rows}) r
"""
