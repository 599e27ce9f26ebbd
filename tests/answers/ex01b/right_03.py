def count_dense_params(sizes):
    if len(sizes) < 2:
        return 0
    return sizes[0] * sizes[1] + sizes[1] + count_dense_params(sizes[1:])
