# A model of some layers of another is not trained by itself; batches that come in a data set have a size of their own.
import keras
from keras import layers

images = keras.Input(shape=(784,))
code = layers.Dense(32, activation='relu')(images)
decoded = layers.Dense(784, activation='sigmoid')(code)
autoencoder = keras.Model(images, decoded)
encoder = keras.Model(images, code)
autoencoder.compile(optimizer=keras.optimizers.SGD(0.5), loss='mse')
autoencoder.fit(dataset.batch(128), epochs=6)

#: keras 784-32-784 relu sigmoid
#: starts glorotUniform, glorotUniform
#: minimises meanSquaredError by sgd learningRate 0.5
#: batch 32, epochs 6, shuffled, seed 0, float32
#: built at 8, trained at 11
#: 6 a1 z1 da1 dX dW1 db1
#: 7 a2 y_hat da2 dW2 db2 dz1
#: 10 Loss dy W1 b1 W2 b2
#: also 6 W1 b1
#: also 7 W2 b2
#: also 11 X t
#: hint 11 How many examples a batch has is not known here; 32 are taken.
