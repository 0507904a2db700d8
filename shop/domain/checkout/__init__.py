"""What is asked between cart and order, what is still missing, and the one act that places it."""
