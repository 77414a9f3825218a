"""Messages of the national standard iJw: their structure, reading, checking and writing.

Needs no database. What a message means for the books is decided by the loaders.
"""
