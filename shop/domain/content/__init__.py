"""Pages that the shop writes itself."""
