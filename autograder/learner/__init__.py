"""What a learner calls: check, hint, solution, progress, `kfa check`."""
