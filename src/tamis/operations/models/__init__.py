"""Models of a workspace: trained on what it keeps, versioned, live or not, and what they say of its records."""
