import numpy as np
from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784) / 255.0
t_train = np.eye(10)[y_train]
rng = np.random.default_rng(5)
W1 = (rng.standard_normal((784, 60)) * 0.1).astype(np.float32)
b1 = np.zeros(60, dtype=np.float32)
W2 = (rng.standard_normal((60, 10)) * 0.1).astype(np.float32)
b2 = np.zeros(10, dtype=np.float32)


def softmax(s):
    s = s - np.max(s, axis=1, keepdims=True)
    p = np.exp(s)
    return p / np.sum(p, axis=1, keepdims=True)


def train(x, t, lr):
    global W1, b1, W2, b2
    a = x @ W1 + b1
    h = np.where(a > 0, a, 0.01 * a)
    y = softmax(h @ W2 + b2)
    loss = -(t * np.log(y + 1e-9)).sum(axis=1).mean()
    d = (y - t) / x.shape[0]
    dh = d @ W2.T
    dh[a <= 0] *= 0.01
    W2 -= lr * (h.T @ d)
    b2 -= lr * d.sum(axis=0)
    W1 -= lr * (x.T @ dh)
    b1 -= lr * dh.sum(axis=0)
    return loss


for epoch in range(8):
    for i in range(len(x_train) // 256):
        loss = train(x_train[i * 256:(i + 1) * 256], t_train[i * 256:(i + 1) * 256], 0.05)

#: numpy 784-60-10 leakyRelu softmax
#: starts normal std 0.1, normal std 0.1
#: minimises crossEntropy oneHot by sgd learningRate 0.05
#: batch 256, epochs 8, seed 5, float32
#: built at 8, trained at 36
#: 38>22 a1=a
#: 38>23 z1=h
#: 38>24 a2=s
#: 38>24>17 y_hat=y
#: 38>25 Loss=loss
#: 38>26 dy=d
#: 38>29 dW2 W2
#: 38>30 db2 b2
#: 38>27 dz1=dh
#: 38>28 da1=dh
#: 38>31 dW1 W1
#: 38>32 db1 b1
#: also 8 W1
#: also 9 b1
#: also 10 W2
#: also 11 b2
#: hint 8 In training, weights are drawn by the generator of np.random.seed, whose numbers differ from those of np.random.default_rng.
#: hint 10 In training, weights are drawn by the generator of np.random.seed, whose numbers differ from those of np.random.default_rng.
