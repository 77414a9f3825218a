"""The exports computed a second way: from the delivered files, with the rules in plain Python.

Shares no code with the import or the SQL of the product. Run ``python -m tests.oracle --help``.

- ``fields``: the columns of every kind of delivery and what a value may look like;
- ``files``: the delivered files in the order in which they are loaded;
- ``registers``: what is kept of every kind but declarations, and which rows are refused;
- ``region``: all deliveries up to a peildatum, with the outcome of every submitted line;
- ``exports``: the files that ``manage.py export`` writes.
"""
