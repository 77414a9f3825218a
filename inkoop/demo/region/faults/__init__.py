"""Planted errors: lines that must be refused, each with exactly the codes that belong to it."""
