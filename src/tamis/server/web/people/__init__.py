"""Settings: oneself, the people of the workspace, API tokens, and who did what."""
