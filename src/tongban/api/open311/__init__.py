"""Open311 GeoReport v2: what other cities' programs read and write, in JSON and XML."""
