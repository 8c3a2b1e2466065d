"""What `./tongban NAME` does: one module each, with `main(arguments) -> exit code`."""
