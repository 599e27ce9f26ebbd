def my_project():
    return project(held_out=({name: part[:3] for name, part in unseen.items()}, sums[:3]))
