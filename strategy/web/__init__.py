"""What any page needs, whatever it is about: finding, lists, downloads, limits, headers, errors, lines in the log."""
