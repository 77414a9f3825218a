"""The figures in plain Python: the readable specification and the oracle of the SQL.

Standard library only; values in, values out; the peildatum is always an argument. Read in this order:

- ``parameters``: what a region may set;
- ``months``: windows of calendar months;
- ``exact``: exact ratios, percentiles and rounding;
- ``snapshot``: what was known on a peildatum;
- ``indicators`` (DG01 to DG09, DG12), ``casemix`` (DG10), ``duration`` (DG11), ``afterstop`` (DG13),
  ``softdouble`` (DG14), ``heavier`` (DG15);
- ``peers``: providers compared with their peers;
- ``behaviour``: the rows of the export ``declaratiegedrag``;
- ``ibp``: status of the individuele budgetplafonds;
- ``completeness`` and ``series``: the rows of the export ``maandreeks``.

Everything exact is an ``int`` or a ``Fraction``; only
``exact.six_decimals`` and ``contracts.rules.rounding.half_up`` round, at output.
"""
