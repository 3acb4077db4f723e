# The first images are kept for validation, the others are trained on.
from tensorflow.keras import layers, models
from tensorflow.keras.datasets import mnist

(train_images, train_labels), (test_images, test_labels) = mnist.load_data()
train_images = train_images.reshape((60000, 28 * 28)).astype('float32') / 255

x_val, partial_x_train = train_images[:10000], train_images[10000:]
y_val, partial_y_train = train_labels[:10000], train_labels[10000:]

network = models.Sequential()
network.add(layers.Dense(512, activation='relu', input_shape=(28 * 28,)))
network.add(layers.Dense(10, activation='softmax'))
network.compile(optimizer='rmsprop', loss='sparse_categorical_crossentropy', metrics=['accuracy'])

history = network.fit(partial_x_train, partial_y_train, epochs=5, batch_size=128, validation_data=(x_val, y_val))
history_dict = history.history

#: keras 784-512-10 relu softmax
#: starts glorotUniform, glorotUniform
#: minimises crossEntropy classIndices by rmsprop learningRate 0.001 rho 0.9 epsilon 1e-7
#: batch 128, epochs 5, shuffled, seed 0, float32, first 50000
#: built at 11, trained at 16
#: 12 a1 z1 da1 dX dW1 db1
#: 13 a2 y_hat dW2 db2 dz1
#: 14 Loss dy vW1 W1 vb1 b1 vW2 W2 vb2 b2
#: also 12 W1 b1
#: also 13 W2 b2
#: also 16 X t
#: information 16 Training takes the images from number 10000 on here; what is shown takes the first ones.
