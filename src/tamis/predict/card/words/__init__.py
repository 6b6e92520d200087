"""What a card says, in English and French: every sentence of it, and how numbers and dates are written."""
