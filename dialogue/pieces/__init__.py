"""What is sent piece by piece: answers, and additions to observations."""
