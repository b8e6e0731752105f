"""Decisions as files: text, Markdown, a page of the web, Word and PDF."""
