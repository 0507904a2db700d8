"""Where is delivered, by which methods, when and for how much."""
