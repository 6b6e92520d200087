"""How good Tamis' likelihoods are, beside what one would train by hand: `make bench-predict`.

Every contestant sees the same rows: tables of `sets.py`, split by `folds.py`. Nobody sees a held-out outcome, and
nobody's settings were chosen by one: rivals are tuned by a validation of their own, within the rows they are given.
"""
