"""Leads: the ranked list, where sales begins its day."""
