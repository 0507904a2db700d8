"""What runs in the worker, by event or by the clock."""
