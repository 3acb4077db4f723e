import numpy as np
from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784) / 255.0
t_train = np.eye(10)[y_train]
W1 = np.random.rand(784, 40) * 0.1
W2 = np.random.rand(40, 10) * 0.1


def softmax(s):
    s = s - np.max(s, axis=1, keepdims=True)
    p = np.exp(s)
    return p / np.sum(p, axis=1, keepdims=True)


x, t = x_train[:50], t_train[:50]
for step in range(30):
    h = 1 / (1 + np.exp(-(x @ W1)))
    y = softmax(h @ W2)
    loss = -np.sum(t * np.log(y))
    g = y - t
    gh = g @ W2.T * h * (1 - h)
    W2 = W2 - 0.01 * h.T @ g
    W1 = W1 - 0.01 * x.T @ gh

#: numpy 784-40-10 sigmoid softmax
#: starts normal std 0.01, normal std 0.01
#: minimises crossEntropy oneHot by sgd learningRate 0.5
#: batch 50, epochs 30, seed 0, float64, first 50
#: built at 7, trained at 18
#: 19 a1 z1=h
#: 20 a2=s
#: 20>14 y_hat=y
#: 21 Loss=loss
#: 22 dy=g
#: 24 dW2 W2
#: 23 dz1 da1=gh
#: 25 dW1 W1
#: also 17 X=x t
#: also 7 W1
#: also 8 W2
#: hint 7 Not understood: weights that start like this cannot be drawn here; they start normally distributed with a deviation of 0.01 instead.
#: hint 7 This layer has no bias; the one that is trained here has one, which starts at zero.
#: hint 8 Not understood: weights that start like this cannot be drawn here; they start normally distributed with a deviation of 0.01 instead.
#: hint 8 This layer has no bias; the one that is trained here has one, which starts at zero.
#: hint 21 The loss here is 50 times the one that is trained, which is the mean over the examples; the learning rate makes up for it.
