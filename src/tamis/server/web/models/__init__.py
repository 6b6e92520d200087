"""Models: what they foretell and how well, their training, their versions, and when they run."""
