import numpy as np
from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784) / 255.0
t_train = np.eye(10)[y_train]
sizes = [784, 64, 48, 32, 10]
weights = [np.random.randn(n, m) * np.sqrt(2 / n) for n, m in zip(sizes[:-1], sizes[1:])]
biases = [np.zeros(m) for m in sizes[1:]]
rate = 0.1


def relu(a):
    return np.maximum(a, 0)



def softmax(s):
    s = s - np.max(s, axis=1, keepdims=True)
    p = np.exp(s)
    return p / np.sum(p, axis=1, keepdims=True)


for epoch in range(5):
    for i in range(0, 60000, 128):
        x, t = x_train[i:i + 128], t_train[i:i + 128]
        outputs = [x]
        for l in range(len(weights)):
            a = outputs[-1] @ weights[l] + biases[l]
            outputs.append(softmax(a) if l == len(weights) - 1 else relu(a))
        delta = (outputs[-1] - t) / x.shape[0]
        for l in reversed(range(len(weights))):
            dW = outputs[l].T @ delta
            db = delta.sum(axis=0)
            if l > 0:
                delta = (delta @ weights[l].T) * (outputs[l] > 0)
            weights[l] -= rate * dW
            biases[l] -= rate * db

#: numpy 784-64-48-32-10 relu relu relu softmax
#: starts heNormal, heNormal, heNormal, heNormal
#: minimises crossEntropy oneHot by sgd learningRate 0.1
#: batch 128, epochs 5, seed 0, float64
#: built at 8, trained at 24
#: 29 a1=a a2=a a3=a a4=a
#: 30>14 z1 z2 z3
#: 30>21 y_hat
#: 31 dy=delta
#: 33 dW4=dW dW3=dW dW2=dW dW1=dW
#: 34 db4=db db3=db db2=db db1=db
#: 36 dz3 da3=delta dz2 da2=delta dz1 da1=delta
#: 37 W1=weights[0] W2=weights[1] W3=weights[2] W4=weights[3]
#: 38 b1=biases[0] b2=biases[1] b3=biases[2] b4=biases[3]
#: also 26 X=x t
