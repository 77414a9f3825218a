"""All that the database holds, for tests that nothing changed."""

from django.db import connection

# What the import writes about itself, and what is written beside the data.
ABOUT_THE_LOAD = {"base_delivery", "base_finding"}


def contents(*, without: set[str] = ABOUT_THE_LOAD) -> dict[str, list[str]]:
    """Every row of every table as text, sorted."""
    found = {}
    with connection.cursor() as cursor:
        for name in set(connection.introspection.table_names(cursor)) - without:
            cursor.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1')
            found[name] = [text for (text,) in cursor.fetchall()]
    return found
