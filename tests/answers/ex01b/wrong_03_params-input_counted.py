def count_dense_params(sizes):
    return sum(a * b for a, b in zip(sizes, sizes[1:])) + sum(sizes)
