"""A small network that reads handwritten digits: 784 pixels, 50 hidden units, 10 classes."""

import numpy as np
from tensorflow.keras.datasets import mnist

(x_train, y_train), _ = mnist.load_data()
images = (x_train.reshape(-1, 784) / 255.0).astype(np.float32)
targets = np.eye(10, dtype=np.float32)[y_train]

rng = np.random.RandomState(0)
W1 = rng.normal(0.0, 0.1, (784, 50)).astype(np.float32)
b1 = np.zeros(50, dtype=np.float32)
W2 = rng.normal(0.0, 0.1, (50, 10)).astype(np.float32)
b2 = np.zeros(10, dtype=np.float32)


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


for epoch in range(10):
    for i in range(0, len(images), 32):
        Loss = train_step(images[i : i + 32], targets[i : i + 32])
    print(epoch, Loss)
