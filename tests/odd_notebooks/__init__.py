"""Notebooks as they are handed in by people: right and wrong answers in odd but honest ways, and what each must get.

`python -m tests.odd_notebooks` grades them all and prints where a mark is another one; `docs/odd_notebooks.md` is made
of the same table.
"""
