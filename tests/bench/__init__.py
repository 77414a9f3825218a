"""Measures the speed as ratios in one run: ``python -m tests.bench`` (``make bench``)."""
