"""Measurements, run by `make bench`: no part of the tests, and nothing of it is in the product.

The program itself loads no Django. It makes databases of its own, starts one process for each thing that is measured
on one database, asks these for figures in turn, and writes tables and JSON. `docs/measurements.md` explains the rows.
"""
