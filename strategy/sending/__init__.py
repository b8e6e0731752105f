"""What becomes of a form between writing it and saving it: it is sent once, and what was typed is kept."""
