def my_project():
    return {"model": model, "held_out": (unseen, sums), "file": FILE, "picture": helpers.draw(model)}
