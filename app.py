"""`app`: what a WSGI server serves and what `flask` commands run in."""

from shop.factory import create_app

app = create_app()
