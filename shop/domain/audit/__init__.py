"""Who did what to what, written once and never changed."""
