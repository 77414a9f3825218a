"""PostgreSQL and Redis for one command: ``python -m inkoop.servers -- OPDRACHT``.

For the demo, the tests and a developer's machine; production has servers of its own. Both come
from wheels (group ``servers``), listen on this machine only and stop with the command, whatever
ends it. A server whose address is already in the environment is used as it is.

Without ``--data`` everything is thrown away afterwards. With ``--data DIR`` the database stays in
DIR; a second start on the same DIR joins the servers of the first.
"""
