"""Files that hang on a meeting, an observation or an answer."""
