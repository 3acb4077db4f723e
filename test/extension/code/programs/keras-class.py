import tensorflow as tf


class MLP(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense1 = tf.keras.layers.Dense(64, activation='relu')
        self.dense2 = tf.keras.layers.Dense(10)

    def call(self, inputs):
        return self.dense2(self.dense1(inputs))


model = MLP()
model.compile(optimizer='adam', loss='mse')
model.fit(x, y)

#: hint 4 A model that is a class of its own is not followed. Build it with Sequential to see it train.
