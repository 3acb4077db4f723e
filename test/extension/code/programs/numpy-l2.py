import numpy as np
from keras.datasets import mnist

(X, y), _ = mnist.load_data()
X = X[:500].reshape(500, 784) / 255.0
y = y[:500]
reg = 1e-3
step_size = 1e-0
W = 0.01 * np.random.randn(784, 100)
b = np.zeros((1, 100))
W2 = 0.01 * np.random.randn(100, 10)
b2 = np.zeros((1, 10))

num_examples = X.shape[0]
for i in range(10000):
    hidden_layer = np.maximum(0, np.dot(X, W) + b)
    scores = np.dot(hidden_layer, W2) + b2
    exp_scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    correct_logprobs = -np.log(probs[range(num_examples), y])
    data_loss = np.sum(correct_logprobs) / num_examples
    reg_loss = 0.5 * reg * np.sum(W * W) + 0.5 * reg * np.sum(W2 * W2)
    loss = data_loss + reg_loss

    dscores = probs
    dscores[range(num_examples), y] -= 1
    dscores /= num_examples
    dW2 = np.dot(hidden_layer.T, dscores)
    db2 = np.sum(dscores, axis=0, keepdims=True)
    dhidden = np.dot(dscores, W2.T)
    dhidden[hidden_layer <= 0] = 0
    dW = np.dot(X.T, dhidden)
    db = np.sum(dhidden, axis=0, keepdims=True)
    dW2 += reg * W2
    dW += reg * W
    W += -step_size * dW
    b += -step_size * db
    W2 += -step_size * dW2
    b2 += -step_size * db2

#: numpy 784-100-10 relu softmax
#: starts normal std 0.01, normal std 0.01
#: minimises crossEntropy classIndices l2 0.001 by sgd learningRate 1
#: batch 500, epochs 10000, seed 0, float64, first 500
#: built at 9, trained at 15
#: 16 a1 z1=hidden_layer
#: 17 a2=scores
#: 19 y_hat=probs
#: 23 Loss=loss
#: 27 dy=dscores
#: 34 dW2
#: 29 db2
#: 30 dz1=dhidden
#: 31 da1=dhidden
#: 35 dW1=dW
#: 33 db1=db
#: 36 W1=W
#: 37 b1=b
#: 38 W2
#: 39 b2
#: also 5 X
#: also 6 t=y
#: also 9 W1=W
#: also 10 b1=b
#: also 11 W2
#: also 12 b2
#: also 25 y_hat=dscores
