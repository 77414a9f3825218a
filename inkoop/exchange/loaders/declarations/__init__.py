"""Loading declarations: judge every line against the books, then book it or refuse it.

The set-based twin of ``contracts.rules.judgement``; the two share no code and are compared in tests.
The order is that of the standard: what was known before, credits, then debits (OP366).
"""

from psycopg import Cursor

from inkoop.base.models import Delivery
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.declarations.booking import book_doubtful, book_sound, refuse
from inkoop.exchange.loaders.declarations.first_load import indexes_afterwards
from inkoop.exchange.loaders.declarations.judgement import judge_credits, judge_doubtful, judge_repeats
from inkoop.exchange.loaders.declarations.known import look_up
from inkoop.exchange.loaders.declarations.load import begin
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
    """Every staged row becomes an accepted or a refused line. Memory does not grow with the file.

    Most rows break no rule by themselves: they are booked at once, and the few that turn out not to go together with
    others are taken out again.
    """
    cursor.execute(TUNING)
    look_up(cursor, delivery)
    load = begin(cursor, delivery)
    with indexes_afterwards(cursor, load.rows):
        booked = book_sound(cursor, load)
        judge_doubtful(cursor, load)
        judge_credits(cursor, load)
        judge_repeats(cursor, load)
        judge_in_order(cursor)
        booked += book_doubtful(cursor, load)
    return Counts(accepted=booked, refused=refuse(cursor, load))
