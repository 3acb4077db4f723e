import numpy as np
from tensorflow import keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784) / 255.0
t_train = np.eye(10)[y_train]


class Affine:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * np.sqrt(2.0 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        dx = np.dot(dout, self.W.T)
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return dx


class Relu:
    def forward(self, x):
        self.mask = x <= 0
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        dout[self.mask] = 0
        return dout


class SoftmaxWithLoss:
    def forward(self, x, t):
        self.t = t
        e = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.y = e / np.sum(e, axis=1, keepdims=True)
        return -np.sum(t * np.log(self.y + 1e-7)) / len(t)

    def backward(self):
        return (self.y - self.t) / len(self.t)


affine1, relu, affine2, last = Affine(784, 50), Relu(), Affine(50, 10), SoftmaxWithLoss()

for epoch in range(4):
    for i in range(0, len(x_train), 100):
        x, t = x_train[i:i + 100], t_train[i:i + 100]
        scores = affine2.forward(relu.forward(affine1.forward(x)))
        loss = last.forward(scores, t)
        dout = affine2.backward(last.backward())
        affine1.backward(relu.backward(dout))
        for layer in (affine1, affine2):
            layer.W -= 0.1 * layer.dW
            layer.b -= 0.1 * layer.db

#: numpy 784-50-10 relu softmax
#: starts heNormal, heNormal
#: minimises crossEntropy oneHot by sgd learningRate 0.1
#: batch 100, epochs 4, seed 0, float64
#: built at 48, trained at 50
#: 53>16 a1=x a2=scores
#: 53>29 z1=out
#: 54>41 y_hat=self.y
#: 54>42 Loss=loss
#: 55>45 dy=dout
#: 55>20 dW2=self.dW
#: 55>21 db2=self.db
#: 55>19 dz1=dout
#: 56>33 da1=dout
#: 56>19 dX=dx
#: 56>20 dW1=self.dW
#: 56>21 db1=self.db
#: 58 W1=layer.W W2=layer.W
#: 59 b1=layer.b b2=layer.b
#: also 52 X=x t
#: also 48>11 W1=self.W
#: also 48>12 b1=self.b
#: also 55 da1=dout
