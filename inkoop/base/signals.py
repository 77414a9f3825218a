"""What one part of the product tells the others. Nothing else couples exchange and kpis."""

from django.dispatch import Signal

delivery_loaded = Signal()
"""Sent after a delivery was loaded and committed. Argument: ``delivery_id``."""

parameters_set = Signal()
"""Sent after values were approved that hold from today, and committed. No arguments."""
