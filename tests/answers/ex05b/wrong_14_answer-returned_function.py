def build_ensemble(members):
    return lambda x: sum(m(x) for m in members) / len(members)
