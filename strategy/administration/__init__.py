"""What administrators and officers keep in order: people and their roles, organisations, invitations."""
