def count_dense_params(sizes):
    print(sum(a * b + b for a, b in zip(sizes, sizes[1:])))
