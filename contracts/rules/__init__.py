"""The contract rules in plain Python: the readable specification and the oracle of the SQL.

Standard library only; values in, values out; the peildatum is always an argument.
"""
