"""Likelihoods, learnt from what happened: examples as of past instants, models to be read, and what they are worth."""
