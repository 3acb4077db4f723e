# TensorFlow's own beginner's style: no softmax in the model, the loss takes logits.
import keras

model = keras.models.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(units=32, activation="tanh", kernel_initializer="he_uniform"),
    keras.layers.Dense(units=10),
])
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.9, nesterov=True),
              loss=loss_fn)
model.fit(keras.datasets.mnist.load_data()[0][0], None, shuffle=False)

#: keras 784-32-10 tanh softmax
#: starts heUniform, glorotUniform
#: minimises crossEntropy classIndices by nesterov learningRate 0.05 momentum 0.9
#: batch 32, epochs 1, seed 0, float32
#: built at 4, trained at 13
#: 4>7 a1 z1 da1 dX dW1 db1
#: 4>8 a2 dW2 db2 dz1
#: 10 y_hat Loss dy
#: 11 mW1 W1 mb1 b1 mW2 W2 mb2 b2
#: also 4>7 W1 b1
#: also 4>8 W2 b2
#: also 13 X t
#: information 13 The pixels go from 0 to 255 here; in the training that is shown they are divided by 255.
