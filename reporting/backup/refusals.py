class BackupRefused(Exception):
    """A sentence for the operator: why a backup is not made, or not restored. Nothing has been changed then."""
