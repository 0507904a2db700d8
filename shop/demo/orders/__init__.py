"""Made-up order histories: who bought what, when, and what became of it."""
