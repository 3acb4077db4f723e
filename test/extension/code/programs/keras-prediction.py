# As in TensorFlow's first tutorial: what is built of a trained model to predict with is not trained, and needs no word.
import tensorflow as tf

mnist = tf.keras.datasets.mnist
(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train, x_test = x_train / 255., x_test / 255.

model = tf.keras.models.Sequential([
  tf.keras.layers.Flatten(input_shape=(28, 28)),
  tf.keras.layers.Dense(128, activation='relu'),
  tf.keras.layers.Dense(10)
])
predictions = model(x_train[:1]).numpy()
loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
loss_fn(y_train[:1], predictions).numpy()
model.compile(optimizer='adam', loss=loss_fn, metrics=['accuracy'])
model.fit(x_train, y_train, epochs=5)
model.evaluate(x_test, y_test, verbose=2)

probability_model = tf.keras.Sequential([model, tf.keras.layers.Softmax()])
probability_model(x_test[:5])

#: keras 784-128-10 relu softmax
#: starts glorotUniform, glorotUniform
#: minimises crossEntropy classIndices by adam learningRate 0.001 beta1 0.9 beta2 0.999 epsilon 1e-7
#: batch 32, epochs 5, shuffled, seed 0, float32
#: built at 8, trained at 17
#: 8>10 a1 z1 da1 dX dW1 db1
#: 8>11 a2 dW2 db2 dz1
#: 14 y_hat Loss dy
#: 16 mW1 vW1 W1 mb1 vb1 b1 mW2 vW2 W2 mb2 vb2 b2
#: also 8>10 W1 b1
#: also 8>11 W2 b2
#: also 17 X t
