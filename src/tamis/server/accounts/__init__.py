"""The people who sign in: who they are, what they may do, how the pages are set for them."""
