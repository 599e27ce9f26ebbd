"""nbgrader looks for a configuration and says so where it finds none. A learner's JupyterLab needs nothing in it."""
