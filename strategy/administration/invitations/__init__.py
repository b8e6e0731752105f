"""A role offered to an address by a link: sent, sent again, revoked, accepted."""
