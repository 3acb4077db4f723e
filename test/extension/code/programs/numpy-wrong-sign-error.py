import numpy as np
from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
X = x_train.reshape(-1, 784)[:32] / 255.0
t = np.eye(10)[y_train[:32]]

W1 = 0.1 * np.random.randn(784, 50)
b1 = np.zeros(50)
W2 = 0.1 * np.random.randn(50, 10)
b2 = np.zeros(10)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_grad(x):
    return (1.0 - sigmoid(x)) * sigmoid(x)


def softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


for step in range(100):
    a1 = X @ W1 + b1
    z1 = sigmoid(a1)
    a2 = z1 @ W2 + b2
    y = softmax(a2)
    loss = -np.mean(np.sum(t * np.log(y + 1e-7), axis=1))

    dy = (t - y) / len(X)
    dW2 = np.dot(z1.T, dy)
    db2 = np.sum(dy, axis=0)
    dz1 = np.dot(dy, W2.T)
    da1 = sigmoid_grad(a1) * dz1
    dW1 = np.dot(X.T, da1)
    db1 = np.sum(da1, axis=0)

    W1 = W1 - 0.1 * dW1
    b1 = b1 - 0.1 * db1
    W2 = W2 - 0.1 * dW2
    b2 = b2 - 0.1 * db2

#: numpy 784-50-10 sigmoid softmax
#: starts normal std 0.1, normal std 0.1
#: minimises crossEntropy oneHot by sgd learningRate 0.1
#: batch 32, epochs 100, seed 0, float64, first 32
#: built at 8, trained at 27
#: 28 a1
#: 29>15 z1
#: 30 a2
#: 31>24 y_hat=y
#: 32 Loss=loss
#: 34 dy
#: 35 dW2
#: 36 db2
#: 37 dz1
#: 38 da1
#: 39 dW1
#: 40 db1
#: 42 W1
#: 43 b1
#: 44 W2
#: 45 b2
#: also 5 X
#: also 6 t
#: also 8 W1
#: also 9 b1
#: also 10 W2
#: also 11 b2
#: warning 34 dy is the gradient of the loss with the wrong sign: training would go uphill.
