"""The log: who did what to which thing, and who was shown something secret. Nothing in it is ever changed."""
