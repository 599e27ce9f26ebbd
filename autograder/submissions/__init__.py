"""One submission: read, planned, run, asked, judged, and its page."""
