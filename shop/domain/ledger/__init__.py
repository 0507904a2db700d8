"""The books: every movement of money as balanced entries."""
