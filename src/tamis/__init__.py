"""Tamis: lead scores you can read, explain and replay."""

__version__ = "0.1.0"
