"""What a visitor has chosen so far."""
