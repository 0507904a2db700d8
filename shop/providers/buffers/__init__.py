"""Short-lived buffers shared by processes."""
