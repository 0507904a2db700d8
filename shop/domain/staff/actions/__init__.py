"""What changes the people who work here and their sessions; inside the caller's unit of work."""
