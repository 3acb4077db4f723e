from tensorflow import keras
from tensorflow.keras.datasets import fashion_mnist

(X_train_full, y_train_full), (X_test, y_test) = fashion_mnist.load_data()
X_valid, X_train = X_train_full[:5000] / 255., X_train_full[5000:] / 255.
y_valid, y_train = y_train_full[:5000], y_train_full[5000:]

model = keras.models.Sequential()
model.add(keras.layers.Flatten(input_shape=[28, 28]))
model.add(keras.layers.Dense(300, activation="relu"))
model.add(keras.layers.Dense(10, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
history = model.fit(X_train, y_train, epochs=30, validation_data=(X_valid, y_valid))

#: keras 784-300-10 relu softmax
#: starts glorotUniform, glorotUniform
#: minimises crossEntropy classIndices by sgd learningRate 0.01
#: batch 32, epochs 30, shuffled, seed 0, float32, first 55000
#: built at 8, trained at 13
#: 10 a1 z1 da1 dX dW1 db1
#: 11 a2 y_hat dW2 db2 dz1
#: 12 Loss dy W1 b1 W2 b2
#: also 10 W1 b1
#: also 11 W2 b2
#: also 13 X t
#: hint 4 The data here is Fashion-MNIST; the training that is shown takes MNIST instead.
#: information 13 Training takes the images from number 5000 on here; what is shown takes the first ones.
