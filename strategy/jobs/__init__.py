"""Work in the background that no kill can lose."""
