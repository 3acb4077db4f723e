"""A small network that reads handwritten digits: 784 pixels, 50 hidden units, 10 classes."""

import numpy as np

rng = np.random.RandomState(0)
W1 = rng.normal(0.0, 0.1, (784, 50))
b1 = np.zeros(50)
W2 = rng.normal(0.0, 0.1, (50, 10))
b2 = np.zeros(10)


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def train_step(X, t, learning_rate=0.1):
    """One step on a batch: pixels X (n, 784), one-hot labels t (n, 10). Returns the loss before it."""
    global W1, b1, W2, b2

    # Forward
    a1 = X @ W1 + b1
    z1 = sigmoid(a1)
    a2 = z1 @ W2 + b2
    y_hat = softmax(a2)
    Loss = -np.mean(np.sum(t * np.log(y_hat + 1e-7), axis=1))

    # Backward
    dy = (y_hat - t) / len(X)
    dW2 = z1.T @ dy
    db2 = dy.sum(axis=0)
    dz1 = dy @ W2.T
    da1 = dz1 * z1 * (1.0 - z1)
    dX = da1 @ W1.T
    dW1 = X.T @ da1
    db1 = da1.sum(axis=0)

    # Update
    W1 -= learning_rate * dW1
    b1 -= learning_rate * db1
    W2 -= learning_rate * dW2
    b2 -= learning_rate * db2
    return Loss

#: numpy 784-50-10 sigmoid softmax
#: starts normal std 0.1, normal std 0.1
#: minimises crossEntropy oneHot by sgd learningRate 0.1
#: batch 32, epochs 1, seed 0, float64
#: built at 6, trained at 26
#: 26 a1
#: 27>13 z1
#: 28 a2
#: 29>18 y_hat
#: 30 Loss
#: 33 dy
#: 34 dW2
#: 35 db2
#: 36 dz1
#: 37 da1
#: 38 dX
#: 39 dW1
#: 40 db1
#: 43 W1
#: 44 b1
#: also 6 W1
#: also 7 b1
#: also 8 W2
#: also 9 b2
#: hint 26 How many examples a batch has is not known here; 32 are taken.
