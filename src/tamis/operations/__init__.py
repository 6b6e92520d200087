"""The sentences a person can say to Tamis, a verb a file."""
