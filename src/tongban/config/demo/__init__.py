"""The demonstration: invented people with firms, posts and certificates, and how to be them."""
