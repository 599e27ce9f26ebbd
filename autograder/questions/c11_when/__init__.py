"""Questions of chapter 11: which API for which model, a subclassed model made functional, a graph with wrong wires."""
