"""`make screenshots`: the pictures of the user guide and of every screen, taken in Chromium on a fresh demo."""
