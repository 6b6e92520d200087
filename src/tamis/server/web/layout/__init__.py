"""What all pages share: the frame around them, how figures and instants are written, how errors are told."""
