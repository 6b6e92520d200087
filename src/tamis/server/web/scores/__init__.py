"""Scores: their list, their beginnings, what a draft would give, review and publishing, versions."""
