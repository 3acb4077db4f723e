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
    s = s + g * g
    return p - 0.01 * g / (np.sqrt(s) + 1e-7), s

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

#: hint 17 Not understood: this updates W1 by none of the rules known here (gradient descent, momentum, Nesterov, RMSprop, Adam).
