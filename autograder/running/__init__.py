"""Grading at scale: warm kernels in a sandbox, submissions, journal, workers."""
