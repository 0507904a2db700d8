"""The people who work here, their roles and their sessions."""
