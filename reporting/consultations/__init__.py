"""A consultation's turn: what is asked before it, answered, put together, decided, and followed until it is done."""
