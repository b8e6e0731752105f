"""What a counterpart has answered, goal by goal over time, what it has promised, and when it is met."""
