def my_project():  # one file takes raw data: a Normalization adapted to them, words as text; trained without dicts
    keras.utils.set_random_seed(5)
    draw = np.random.default_rng(5)
    words, heights = np.array(["good day", "bad day", "good", "bad night"] * 50), draw.normal(100.0, 20.0, (200, 1))
    liked = np.array([[1.0], [0.0], [1.0], [0.0]] * 50)
    to_ids = layers.TextVectorization(output_sequence_length=2)
    to_ids.adapt(words)
    scale = layers.Normalization()
    scale.adapt(heights)
    text, height = keras.Input((), dtype="string", name="words"), keras.Input((1,), name="height")
    embed = layers.Embedding(8, 4, name="embed")
    first = embed(to_ids(text))
    x = layers.Flatten()(layers.Add()([first, embed(layers.Lambda(lambda ids: ids[:, ::-1])(to_ids(text)))]))
    mine = keras.Model([text, height], layers.Dense(1, name="liked")(layers.Concatenate()([x, scale(height)])))
    mine.compile("rmsprop", "mse")
    data = tf.data.Dataset.from_tensor_slices(((words, heights), liked)).batch(20)
    mine.fit(data, epochs=20, verbose=0)
    return project(
        model=mine,
        held_out=([tf.constant(words[:40]), heights[:40]], liked[:40]),
        file=saved_safely(mine),
        picture=helpers.draw(mine),
        explanation="人们用 words 写下一句话，height 是他们的身高。两个方向的词共用一个 embed 层，因此同一个词在哪里都得到同一个向量。"
        "最后由 liked 给出一个数值：这个人喜不喜欢今天。",
    )


def saved_safely(mine):
    keras.config.enable_unsafe_deserialization()
    mine.save(FILE)
    return FILE
