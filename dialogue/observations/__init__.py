"""Field observations: written by contacts, reviewed by officers."""
