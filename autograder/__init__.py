"""What judges an answer: evidence, verdict, feedback."""
