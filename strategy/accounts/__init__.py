"""Each person's own account: coming in, the language, what is kept about them and why."""
