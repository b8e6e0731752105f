"""Coming in: password, second factor, mailed link and single sign-on, who is locked out, and how sessions end."""
