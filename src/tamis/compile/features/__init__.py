"""What models look at, as it was at an instant that each row of `feature_rows` has of its own."""
