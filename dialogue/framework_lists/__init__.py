"""Lists of frameworks in files: here, since what comes in as a file is looked into on this floor."""
