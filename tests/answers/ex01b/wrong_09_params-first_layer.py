def count_dense_params(sizes):
    for a, b in zip(sizes, sizes[1:]):
        return a*b+b
