import numpy as np
from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784) / 255.0

W1 = np.random.randn(784, 40) * 0.05
b1 = np.zeros(40)
W2 = np.random.randn(40, 10) * 0.05
b2 = np.zeros(10)
t_train = np.eye(10)[y_train]


def softmax(s):
    s = s - np.max(s, axis=1, keepdims=True)
    p = np.exp(s)
    return p / np.sum(p, axis=1, keepdims=True)


for epoch in range(2):
  for i in range(0, 60000, 64):
    x, t = x_train[i:i + 64], t_train[i:i + 64]
    a = x @ W1 + b1
    h = np.where(a > 0, a, np.exp(a) - 1)
    y = softmax(h @ W2 + b2)
    g = (y - t) / len(x)
    gh = g @ W2.T * np.where(a > 0, 1, np.exp(a))
    W2 -= 0.1 * h.T @ g
    b2 -= 0.1 * g.sum(axis=0)
    W1 -= 0.1 * x.T @ gh
    b1 -= 0.1 * gh.sum(axis=0)

#: hint 24 Not understood: this is none of the activations known here (sigmoid, tanh, relu, leaky relu of slope 0.01, gelu, softplus, softmax).
