"""How fast Tamis is, beside what one would write by hand: `make bench`, or `python -m bench --help`.

Every measured work runs in a process of its own; contestants take turns, so that a machine that slows down slows
all of them; and a contestant whose numbers differ from Tamis' in the 6th decimal is an error, not a figure.
"""
