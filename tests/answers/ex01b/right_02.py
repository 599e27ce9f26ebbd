def count_dense_params(sizes):
    n = np.array(sizes)
    return (n[:-1] * n[1:]).sum() + n[1:].sum()
