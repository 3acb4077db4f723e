import tensorflow as tf
from tensorflow.keras import layers

(x_train, y_train), (x_test, y_test) = tf.keras.datasets.mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0

tf.keras.utils.set_random_seed(42)
model = tf.keras.Sequential([
    layers.Flatten(input_shape=(28, 28)),
    layers.Dense(128, activation='relu'),
    layers.Dense(64, activation=tf.nn.relu),
    layers.Dense(10, 'softmax'),
])

model.compile('sgd', 'sparse_categorical_crossentropy', ['accuracy'])
history = model.fit(x_train, y_train, batch_size=64, epochs=5, validation_data=(x_test, y_test))
test_loss, test_acc = model.evaluate(x_test, y_test)

#: keras 784-128-64-10 relu relu softmax
#: starts glorotUniform, glorotUniform, glorotUniform
#: minimises crossEntropy classIndices by sgd learningRate 0.01
#: batch 64, epochs 5, shuffled, seed 42, float32
#: built at 8, trained at 16
#: 8>10 a1 z1 da1 dX dW1 db1
#: 8>11 a2 z2 da2 dW2 db2 dz1
#: 8>12 a3 y_hat dW3 db3 dz2
#: 15 Loss dy W1 b1 W2 b2 W3 b3
#: also 8>10 W1 b1
#: also 8>11 W2 b2
#: also 8>12 W3 b3
#: also 16 X t
