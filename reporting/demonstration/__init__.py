"""The demonstration set: fictional, marked as such, the same every time, standing on one fixed day."""

from reporting.demonstration.loading import load
from reporting.demonstration.people import PASSWORD, accounts
from reporting.demonstration.scaling import multiply

__all__ = ["PASSWORD", "accounts", "load", "multiply"]
