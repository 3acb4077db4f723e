import numpy as np
from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784) / 255.0

W1 = np.random.randn(784, 40) * 0.05
b1 = np.zeros(40)
W2 = np.random.randn(40, 10) * 0.05
b2 = np.zeros(10)
vW1, vb1 = np.zeros_like(W1), np.zeros_like(b1)
vW2, vb2 = np.zeros_like(W2), np.zeros_like(b2)


def update(p, s, g):
    s = 0.9 * s + 0.1 * g * g
    return p - 0.001 * g / (np.sqrt(s) + 1e-7), s

t_train = np.eye(10)[y_train]


def softmax(s):
    s = s - np.max(s, axis=1, keepdims=True)
    p = np.exp(s)
    return p / np.sum(p, axis=1, keepdims=True)


for epoch in range(2):
  for i in range(0, 60000, 64):
    x, t = x_train[i:i + 64], t_train[i:i + 64]
    h = np.tanh(x @ W1 + b1)
    y = softmax(h @ W2 + b2)
    g = (y - t) / len(x)
    gW2, gb2 = h.T @ g, g.sum(axis=0)
    gh = g @ W2.T * (1 - h ** 2)
    gW1, gb1 = x.T @ gh, gh.sum(axis=0)
    W1, vW1 = update(W1, vW1, gW1)
    b1, vb1 = update(b1, vb1, gb1)
    W2, vW2 = update(W2, vW2, gW2)
    b2, vb2 = update(b2, vb2, gb2)

#: numpy 784-40-10 tanh softmax
#: starts normal std 0.05, normal std 0.05
#: minimises crossEntropy oneHot by rmsprop learningRate 0.001 rho 0.9 epsilon 1e-7
#: batch 64, epochs 2, seed 0, float64
#: built at 7, trained at 28
#: 31 a1 z1=h
#: 32 a2=s
#: 32>25 y_hat=y
#: 33 dy=g
#: 34 dW2=gW2 db2=gb2
#: 35 dz1 da1=gh
#: 36 dW1=gW1 db1=gb1
#: 37>16 vW1
#: 37>17 W1
#: 38>16 vb1
#: 38>17 b1
#: 39>16 vW2
#: 39>17 W2
#: 40>16 vb2
#: 40>17 b2
#: also 30 X=x t
#: also 7 W1
#: also 8 b1
#: also 9 W2
#: also 10 b2
