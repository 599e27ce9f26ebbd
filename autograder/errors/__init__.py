"""Why something raised: `why()` explains the last error of Keras by structure, on the graph as far as it was built."""
