import numpy as np
from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784) / 255.0
t_train = np.eye(10)[y_train]

W1 = np.random.randn(784, 40) * 0.05
b1 = np.zeros(40)
W2 = np.random.randn(40, 10) * 0.05
b2 = np.zeros(10)


def batches(X, T, size):
    for i in range(0, len(X), size):
        yield X[i:i + size], T[i:i + size]



def softmax(s):
    s = s - np.max(s, axis=1, keepdims=True)
    p = np.exp(s)
    return p / np.sum(p, axis=1, keepdims=True)


for epoch in range(3):
    for x, t in batches(x_train, t_train, 40):
        h = np.tanh(x @ W1 + b1)
        y = softmax(h @ W2 + b2)
        g = (y - t) / x.shape[0]
        gh = g @ W2.T * (1 - h ** 2)
        W2 -= 0.1 * h.T @ g
        b2 -= 0.1 * g.sum(axis=0)
        W1 -= 0.1 * x.T @ gh
        b1 -= 0.1 * gh.sum(axis=0)

#: numpy 784-40-10 tanh softmax
#: starts normal std 0.05, normal std 0.05
#: minimises crossEntropy oneHot by sgd learningRate 0.1
#: batch 40, epochs 3, seed 0, float64
#: built at 8, trained at 26
#: 28 a1 z1=h
#: 29 a2=s
#: 29>23 y_hat=y
#: 30 dy=g
#: 32 dW2 W2
#: 33 db2 b2
#: 31 dz1 da1=gh
#: 34 dW1 W1
#: 35 db1 b1
#: also 27>16 X=x t
#: also 8 W1
#: also 9 b1
#: also 10 W2
#: also 11 b2
