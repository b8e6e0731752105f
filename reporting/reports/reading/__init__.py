"""A report read in the browser: the HTML that its PDF is made of, section by section, and beside another version."""
