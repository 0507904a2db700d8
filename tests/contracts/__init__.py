"""What every adapter of a port must do, whoever stands behind it."""
