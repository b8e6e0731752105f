"""Reports from when they are asked for to when they are released, and the texts written in them."""
