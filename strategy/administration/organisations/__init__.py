"""Ministries, agencies, missions and international organisations."""
