"""What was bought, by whom, and everything that happened to it since."""
