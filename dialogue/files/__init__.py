"""What may come in as a file: known by its content, looked into, and refused for its true reason."""
