"""HTTP manners: everything between a request and a view."""
