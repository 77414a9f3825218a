"""Loading declarations: judge every line against the books, then book it or refuse it.

The set-based twin of ``contracts.rules.judgement``; the two share no code and are compared in tests.
The order is that of the standard: what was known before, credits, then debits (OP366).
"""

from psycopg import Cursor

from inkoop.base.models import Delivery
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.declarations.booking import book, refuse
from inkoop.exchange.loaders.declarations.judgement import judge_credits, judge_lines, judge_repeats
from inkoop.exchange.loaders.declarations.known import look_up
from inkoop.exchange.loaders.declarations.sequence import judge_in_order

__all__ = ["load_declarations"]

# For this transaction. The planner takes joins on several columns of text for dear and would sort all rows instead;
# and it takes an index for so dear that it would read all earlier lines to find those of a month.
TUNING = """
SET LOCAL work_mem = '256MB';
SET LOCAL enable_mergejoin = off;
SET LOCAL random_page_cost = 1.1;
SET LOCAL jit = off;
"""


def load_declarations(cursor: Cursor, delivery: Delivery) -> Counts:
    """Every staged row becomes an accepted or a refused line. Memory does not grow with the file."""
    cursor.execute(TUNING)
    look_up(cursor, delivery)
    rows = judge_lines(cursor, delivery)
    judge_credits(cursor, delivery)
    judge_repeats(cursor, delivery)
    judge_in_order(cursor)
    accepted = book(cursor, delivery, rows)
    refused = refuse(cursor, delivery)
    return Counts(accepted=accepted, refused=refused)
