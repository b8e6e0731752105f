"""What people write: how it is kept, how it looks, how it is found, what of it can be printed."""
