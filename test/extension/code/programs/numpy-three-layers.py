import numpy as np
from dataset.mnist import load_mnist

(x_train, t_train), (x_test, t_test) = load_mnist(normalize=True, one_hot_label=True)

W1 = np.random.randn(784, 100) * 0.01
b1 = np.zeros(100)
W2 = np.random.randn(100, 40) * 0.01
b2 = np.zeros(40)
W3 = np.random.randn(40, 10) * 0.01
b3 = np.zeros(10)
lr = 0.1


def softmax(a):
    a = a - a.max(axis=-1, keepdims=True)
    return np.exp(a) / np.exp(a).sum(axis=-1, keepdims=True)


for i in range(1000):
    mask = np.random.choice(60000, 100)
    x = x_train[mask]
    t = t_train[mask]
    a1 = np.dot(x, W1) + b1
    z1 = np.tanh(a1)
    a2 = np.dot(z1, W2) + b2
    z2 = np.maximum(a2, 0)
    a3 = np.dot(z2, W3) + b3
    y = softmax(a3)
    loss = -np.sum(t * np.log(y + 1e-7)) / x.shape[0]

    dy = (y - t) / x.shape[0]
    dW3 = np.dot(z2.T, dy)
    db3 = np.sum(dy, axis=0)
    dz2 = np.dot(dy, W3.T)
    da2 = dz2 * (a2 > 0)
    dW2 = np.dot(z1.T, da2)
    db2 = np.sum(da2, axis=0)
    dz1 = np.dot(da2, W2.T)
    da1 = dz1 * (1 - z1 ** 2)
    dW1 = np.dot(x.T, da1)
    db1 = np.sum(da1, axis=0)

    W1 = W1 - lr * dW1
    b1 = b1 - lr * db1
    W2 = W2 - lr * dW2
    b2 = b2 - lr * db2
    W3 = W3 - lr * dW3
    b3 = b3 - lr * db3

#: numpy 784-100-40-10 tanh relu softmax
#: starts normal std 0.01, normal std 0.01, normal std 0.01
#: minimises crossEntropy oneHot by sgd learningRate 0.1
#: batch 100, epochs 2, shuffled, seed 0, float64
#: built at 6, trained at 20
#: 24 a1
#: 25 z1
#: 26 a2
#: 27 z2
#: 28 a3
#: 29>17 y_hat=y
#: 30 Loss=loss
#: 32 dy
#: 33 dW3
#: 34 db3
#: 35 dz2
#: 36 da2
#: 37 dW2
#: 38 db2
#: 39 dz1
#: 40 da1
#: 41 dW1
#: 42 db1
#: 44 W1
#: 45 b1
#: 46 W2
#: 47 b2
#: 48 W3
#: 49 b3
#: also 22 X=x
#: also 23 t
#: also 6 W1
#: also 7 b1
#: also 8 W2
#: also 9 b2
#: also 10 W3
#: also 11 b3
#: hint 21 Batches are drawn at random here; training goes through all examples in a random order instead.
