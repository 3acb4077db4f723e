from keras.models import Sequential
from keras.layers import Dense, Activation, ReLU, LeakyReLU, Softmax, InputLayer
from keras.optimizers import RMSprop
from keras.utils import to_categorical
from keras.datasets import mnist

(x, y), _ = mnist.load_data()
x = x.reshape(60000, 784).astype('float32') / 255
t = to_categorical(y, 10)

net = Sequential()
net.add(InputLayer(input_shape=(784,)))
net.add(Dense(100))
net.add(Activation('sigmoid'))
net.add(Dense(50))
net.add(ReLU())
net.add(Dense(20))
net.add(LeakyReLU(alpha=0.01))
net.add(Dense(10))
net.add(Softmax())

rms = RMSprop(lr=0.002, rho=0.95)
net.compile(loss='categorical_crossentropy', optimizer=rms)
net.fit(x, t, 128, 3, validation_split=0.1)

#: keras 784-100-50-20-10 sigmoid relu leakyRelu softmax
#: starts glorotUniform, glorotUniform, glorotUniform, glorotUniform
#: minimises crossEntropy oneHot by rmsprop learningRate 0.002 rho 0.95 epsilon 1e-7
#: batch 128, epochs 3, shuffled, seed 0, float32, first 54000
#: built at 11, trained at 24
#: 13 a1 dX dW1 db1
#: 14 z1 da1
#: 15 a2 dW2 db2 dz1
#: 16 z2 da2
#: 17 a3 dW3 db3 dz2
#: 18 z3 da3
#: 19 a4 dW4 db4 dz3
#: 20 y_hat
#: 23 Loss dy
#: 22 vW1 W1 vb1 b1 vW2 W2 vb2 b2 vW3 W3 vb3 b3 vW4 W4 vb4 b4
#: also 13 W1 b1
#: also 15 W2 b2
#: also 17 W3 b3
#: also 19 W4 b4
#: also 24 X t
