"""Other people's yardsticks beside our goals, and the ties between the two."""
