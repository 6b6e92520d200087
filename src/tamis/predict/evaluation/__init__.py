"""What a model is worth: held-out examples, measures, what is known before training, leaks, drift, and a verdict."""
