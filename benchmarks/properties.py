"""The judge against 10,000 random models of each kind (`tests/test_judge_properties.py` has 500). Prints what it ran.

KFA_EXAMPLES=2000 asks for another number.
"""

import os
import sys

os.environ.setdefault("KFA_EXAMPLES", "10000")

import pytest

if __name__ == "__main__":
    print(f"{os.environ['KFA_EXAMPLES']} equal spellings and as many mutations:")
    sys.exit(pytest.main(["-q", "tests/test_judge_properties.py"]))
