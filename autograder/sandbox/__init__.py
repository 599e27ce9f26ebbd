"""Walls around a learner's code: warm kernels in them, and what passes between processes. Nothing of the course."""
