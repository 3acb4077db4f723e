import numpy as np
from keras.datasets import mnist

(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train = x_train.reshape(60000, 784).astype('float32') / 255

n_hidden, n_classes = 64, 10
lr = 0.05
batch_size = 32
epochs = 3

rng = np.random.RandomState(7)
w1 = rng.normal(0, np.sqrt(2 / 784), size=(784, n_hidden))
c1 = np.zeros((1, n_hidden))
w2 = rng.normal(0, np.sqrt(2 / n_hidden), size=(n_hidden, n_classes))
c2 = np.zeros((1, n_classes))

for epoch in range(epochs):
    order = np.random.permutation(len(x_train))
    for start in range(0, len(x_train), batch_size):
        idx = order[start:start + batch_size]
        xb, yb = x_train[idx], y_train[idx]

        # forward
        u1 = np.dot(xb, w1) + c1
        h1 = np.maximum(0, u1)
        u2 = np.dot(h1, w2) + c2
        u2 = u2 - u2.max(axis=1, keepdims=True)
        p = np.exp(u2)
        p = p / p.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(batch_size), yb]).mean()

        # backward
        g = p.copy()
        g[np.arange(batch_size), yb] -= 1
        g /= batch_size
        gw2 = np.dot(h1.T, g)
        gc2 = np.sum(g, axis=0, keepdims=True)
        gh1 = np.dot(g, w2.T)
        gh1[u1 <= 0] = 0
        gw1 = np.dot(xb.T, gh1)
        gc1 = np.sum(gh1, axis=0, keepdims=True)

        # update
        w1 -= lr * gw1
        c1 -= lr * gc1
        w2 -= lr * gw2
        c2 -= lr * gc2
    print(epoch, loss)

#: numpy 784-64-10 relu softmax
#: starts heNormal, heNormal
#: minimises crossEntropy classIndices by sgd learningRate 0.05
#: batch 32, epochs 3, shuffled, seed 7, float64
#: built at 13, trained at 18
#: 25 a1=u1
#: 26 z1=h1
#: 27 a2=u2
#: 30 y_hat=p
#: 31 Loss=loss
#: 36 dy=g
#: 37 dW2=gw2
#: 38 db2=gc2
#: 39 dz1=gh1
#: 40 da1=gh1
#: 41 dW1=gw1
#: 42 db1=gc1
#: 45 W1=w1
#: 46 b1=c1
#: 47 W2=w2
#: 48 b2=c2
#: also 22 X=xb t=yb
#: also 13 W1=w1
#: also 14 b1=c1
#: also 15 W2=w2
#: also 16 b2=c2
#: also 34 y_hat=g
