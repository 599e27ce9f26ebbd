def count_dense_params(sizes):
    return sum(a * b + a for a, b in zip(sizes, sizes[1:]))
