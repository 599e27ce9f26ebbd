"""Many submissions: the folder of a class, a journal, workers on this machine or of a Dask cluster."""
