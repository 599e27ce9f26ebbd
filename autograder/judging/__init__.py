"""Evidence and a specification -> findings and a verdict, without the learner's code."""
