"""What the tests stand on: databases, a live server, a browser, closed sockets."""
