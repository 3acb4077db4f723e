import numpy as np

train = np.load('mnist.npz')
x_train = np.load('x.npy')
labels = np.load('y.npy')
W1 = np.random.randn(784, 40) * 0.1
b1 = np.zeros(40)
W2 = np.random.randn(40, 10) * 0.1
b2 = np.zeros(10)


def softmax(s):
    s = s - np.max(s, axis=1, keepdims=True)
    p = np.exp(s)
    return p / np.sum(p, axis=1, keepdims=True)


for i in range(500):
    x = x_train[i * 20:i * 20 + 20]
    l = labels[i * 20:i * 20 + 20]
    h = np.tanh(x @ W1 + b1)
    y = softmax(h @ W2 + b2)
    loss = -np.log(y[np.arange(20), l]).mean()
    g = y.copy()
    g[np.arange(20), l] -= 1
    g /= 20
    gh = g @ W2.T * (1 - h ** 2)
    W2 -= 0.1 * h.T @ g
    b2 -= 0.1 * g.sum(axis=0)
    W1 -= 0.1 * x.T @ gh
    b1 -= 0.1 * gh.sum(axis=0)

#: numpy 784-40-10 tanh softmax
#: starts normal std 0.1, normal std 0.1
#: minimises crossEntropy classIndices by sgd learningRate 0.1
#: batch 20, epochs 1, seed 0, float64
#: built at 6, trained at 18
#: 21 a1 z1=h
#: 22 a2=s
#: 22>15 y_hat=y
#: 23 Loss=loss
#: 26 dy=g
#: 28 dW2 W2
#: 29 db2 b2
#: 27 dz1 da1=gh
#: 30 dW1 W1
#: 31 db1 b1
#: also 19 X=x
#: also 20 t=l
#: also 6 W1
#: also 7 b1
#: also 8 W2
#: also 9 b2
#: also 24 y_hat=g
