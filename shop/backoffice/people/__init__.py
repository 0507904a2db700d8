"""Who works here, and what their roles allow."""
