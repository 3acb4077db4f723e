import numpy as np
from tensorflow.keras.datasets import fashion_mnist

(x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
x_train = x_train.reshape(len(x_train), -1) / 255.0

W = np.zeros((784, 10))
b = np.zeros(10)

for step in range(0, 60000, 100):
    x = x_train[step:step + 100]
    labels = y_train[step:step + 100]
    scores = x @ W + b
    scores -= np.max(scores, axis=1, keepdims=True)
    probs = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = -np.mean(np.log(probs[range(100), labels]))
    dscores = probs
    dscores[range(100), labels] -= 1
    dscores /= 100
    W -= 0.5 * (x.T @ dscores)
    b -= 0.5 * dscores.sum(axis=0)

#: numpy 784-10 softmax
#: starts zeros
#: minimises crossEntropy classIndices by sgd learningRate 0.5
#: batch 100, epochs 1, seed 0, float64
#: built at 7, trained at 10
#: 13 a1=scores
#: 15 y_hat=probs
#: 16 Loss=loss
#: 19 dy=dscores
#: 20 dW1 W1=W
#: 21 db1 b1=b
#: also 11 X=x
#: also 12 t=labels
#: also 7 W1=W
#: also 8 b1=b
#: also 17 y_hat=dscores
#: hint 4 The data here is Fashion-MNIST; the training that is shown takes MNIST instead.
