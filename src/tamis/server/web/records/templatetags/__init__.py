"""Filters of records' templates."""
