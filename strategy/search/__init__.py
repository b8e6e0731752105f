"""Finding things by their words, as each kind declares in `SEARCHED`: the index, questions to it, and the pages."""
