"""Segments: their list, their members, lists made by hand, review and publishing."""
