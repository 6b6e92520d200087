"""Likelihoods: training a model, asking it, and telling what it is worth."""
