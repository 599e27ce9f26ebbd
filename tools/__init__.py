"""What maintainers run: the builder of the notebooks and its checks; nothing that a learner imports."""
