"""What is taken over from an answer or an observation into what the ministry writes."""
