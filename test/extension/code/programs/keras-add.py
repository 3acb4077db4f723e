from tensorflow import keras

mnist = keras.datasets.mnist
(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train = x_train.reshape(-1, 784) / 255.0

model = keras.models.Sequential()
model.add(keras.layers.Dense(50, activation='sigmoid', input_shape=(784,)))
model.add(keras.layers.Dense(10, activation='softmax'))
model.summary()

model.compile(optimizer='adam',
              loss='sparse_categorical_crossentropy',
              metrics=['accuracy'])
model.fit(x_train, y_train, epochs=10)

#: keras 784-50-10 sigmoid softmax
#: starts glorotUniform, glorotUniform
#: minimises crossEntropy classIndices by adam learningRate 0.001 beta1 0.9 beta2 0.999 epsilon 1e-7
#: batch 32, epochs 10, shuffled, seed 0, float32
#: built at 7, trained at 15
#: 8 a1 z1 da1 dX dW1 db1
#: 9 a2 y_hat dW2 db2 dz1
#: 12 Loss dy mW1 vW1 W1 mb1 vb1 b1 mW2 vW2 W2 mb2 vb2 b2
#: also 8 W1 b1
#: also 9 W2 b2
#: also 15 X t
