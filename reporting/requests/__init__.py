"""Requests as letters, to those who have nobody that reads them here."""
