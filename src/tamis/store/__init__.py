"""The only room that writes the tables of a workspace: records, events, values, history, definitions."""
