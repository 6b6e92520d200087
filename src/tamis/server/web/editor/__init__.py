"""The editor of scores and of segments: a form beside the YAML, both of one draft."""
