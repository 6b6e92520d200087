"""The model card: all that is known of a model's worth, as data, as JSON, and as one file of HTML for anybody."""
