def my_project():
    import pathlib

    mine = trained(comparing())
    whole = project(model=mine, picture=helpers.draw(mine, direction="right"), file=pathlib.Path(FILE))
    whole["held_out"] = ([unseen["left"], unseen["right"]], sums)
    return whole
