"""What a report says: its kind, and the snapshot that it is printed from."""
