from keras.models import Sequential
from keras.layers import Dense
from keras.datasets import mnist

(x_train, y_train), _ = mnist.load_data()
x_train = x_train.reshape((-1, 784))

small = Sequential([Dense(10, activation='softmax', input_shape=(784,))])
small.compile(optimizer='sgd', loss='sparse_categorical_crossentropy')

large = Sequential([Dense(300, activation='relu', input_shape=[784]), Dense(10, activation='softmax')])
large.compile(optimizer='adam', loss='sparse_categorical_crossentropy')

large.fit(x_train[:5000], y_train[:5000], epochs=20)
small.fit(x_train, y_train)

#: keras 784-10 softmax
#: starts glorotUniform
#: minimises crossEntropy classIndices by sgd learningRate 0.01
#: batch 32, epochs 1, shuffled, seed 0, float32
#: built at 8, trained at 15
#: 8 a1 y_hat dX dW1 db1
#: 9 Loss dy W1 b1
#: also 8 W1 b1
#: also 15 X t
#: keras 784-300-10 relu softmax
#: starts glorotUniform, glorotUniform
#: minimises crossEntropy classIndices by adam learningRate 0.001 beta1 0.9 beta2 0.999 epsilon 1e-7
#: batch 32, epochs 20, shuffled, seed 0, float32, first 5000
#: built at 11, trained at 14
#: 11 a1 z1 a2 y_hat dW2 db2 dz1 da1 dX dW1 db1
#: 12 Loss dy mW1 vW1 W1 mb1 vb1 b1 mW2 vW2 W2 mb2 vb2 b2
#: also 11 W1 b1 W2 b2
#: also 14 X t
#: information 14 The pixels go from 0 to 255 here; in the training that is shown they are divided by 255.
#: information 15 The pixels go from 0 to 255 here; in the training that is shown they are divided by 255.
