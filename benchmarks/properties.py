"""The judge against 10,000 random models of each kind (`tests/test_judge_properties.py` has 500). Prints what it ran.

    python benchmarks/properties.py [ROUNDS]

Each round draws 1,000 others, in a process of its own: Keras keeps a little of every model that it has built.
"""

import os
import subprocess
import sys

EXAMPLES = 1000

if __name__ == "__main__":
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "tests/test_judge_properties.py"]
    for k in range(rounds):
        environment = os.environ | {"KFA_EXAMPLES": str(EXAMPLES)}
        if subprocess.run([*command, f"--hypothesis-seed={k}"], env=environment, check=False).returncode:
            sys.exit(f"A counterexample in round {k}: it stands above.")
        print(f"{(k + 1) * EXAMPLES} equal spellings and as many mutations: all right", flush=True)
