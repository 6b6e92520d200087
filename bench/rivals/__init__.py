"""The 50-rule lead score written by hand, with other tools. Each says what it leaves out."""
