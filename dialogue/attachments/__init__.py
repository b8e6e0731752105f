"""Files that hang on a meeting or an observation."""
