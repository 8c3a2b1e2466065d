"""What the tests stand on: a home of their own, a closed network, a live node, a browser."""
