# One example at a time, as a vector: said, and not taken for a batch of 784.
import numpy as np
from keras.datasets import mnist

(x, y), _ = mnist.load_data()
x = x.reshape(-1, 784) / 255.
w1, b1 = np.random.normal(0, 0.1, (784, 30)), np.zeros(30)
w2, b2 = np.random.normal(0, 0.1, (30, 10)), np.zeros(10)
sigmoid = lambda z: 1 / (1 + np.exp(-z))
for epoch in range(3):
    for i in range(len(x)):
        target = np.zeros(10)
        target[y[i]] = 1
        h = sigmoid(x[i] @ w1 + b1)
        o = sigmoid(h @ w2 + b2)
        d2 = (o - target) * o * (1 - o)
        d1 = (w2 @ d2) * h * (1 - h)
        w2 -= 0.5 * np.outer(h, d2)
        b2 -= 0.5 * d2
        w1 -= 0.5 * np.outer(x[i], d1)
        b1 -= 0.5 * d1

#: hint 14 Not understood: one example at a time goes through here, as a vector. A batch has its examples as rows: X @ W + b.
