"""A synthetic jeugdhulpregio, written as a directory of deliveries.

Stands alone: standard library only, and no code of the checks or calculations that it serves to test.
"""
