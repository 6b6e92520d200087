"""From examples to a model: what leaks is left out, kinds of model are tried, the best is judged and learnt anew."""
