"""What is to be done by whom and when, what became of it, and the versions that a head adopts."""
