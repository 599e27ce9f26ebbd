"""`python -m autograder.cli` is `kfa`."""

import sys

from autograder.cli import main

sys.exit(main())
