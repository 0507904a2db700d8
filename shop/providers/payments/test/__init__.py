"""The adapter of the test gateway; the pretended bank itself stands in `standins`."""
