"""The steps of ``make demo``: files, accounts, loading, jobs on the worker, results."""
