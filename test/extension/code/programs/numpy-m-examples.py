import numpy as np
from sklearn.datasets import fetch_openml

X, y = fetch_openml('mnist_784', version=1, return_X_y=True, as_frame=False)
X = X / 255
Y = np.eye(10)[y.astype(int)]
X_train, Y_train = X[:1000], Y[:1000]
m = X_train.shape[0]

np.random.seed(3)
W1 = np.random.randn(784, 25) * 0.01
b1 = np.zeros((1, 25))
W2 = np.random.randn(25, 10) * 0.01
b2 = np.zeros((1, 10))


def softmax(Z):
    expZ = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return expZ / expZ.sum(axis=1, keepdims=True)


def forward_propagation(X, W1, b1, W2, b2):
    Z1 = X.dot(W1) + b1
    A1 = np.tanh(Z1)
    Z2 = A1.dot(W2) + b2
    A2 = softmax(Z2)
    cache = {'Z1': Z1, 'A1': A1, 'Z2': Z2, 'A2': A2}
    return A2, cache


def backward_propagation(cache, W2, X, Y):
    A1, A2 = cache['A1'], cache['A2']
    dZ2 = A2 - Y
    dW2 = 1 / m * np.dot(A1.T, dZ2)
    db2 = 1 / m * np.sum(dZ2, axis=0, keepdims=True)
    dZ1 = np.dot(dZ2, W2.T) * (1 - np.power(A1, 2))
    dW1 = 1 / m * np.dot(X.T, dZ1)
    db1 = 1 / m * np.sum(dZ1, axis=0, keepdims=True)
    return {'dW1': dW1, 'db1': db1, 'dW2': dW2, 'db2': db2}


for i in range(300):
    A2, cache = forward_propagation(X_train, W1, b1, W2, b2)
    cost = -1 / m * np.sum(Y_train * np.log(A2))
    grads = backward_propagation(cache, W2, X_train, Y_train)
    W1 = W1 - 1.2 * grads['dW1']
    b1 = b1 - 1.2 * grads['db1']
    W2 = W2 - 1.2 * grads['dW2']
    b2 = b2 - 1.2 * grads['db2']

#: numpy 784-25-10 tanh softmax
#: starts normal std 0.01, normal std 0.01
#: minimises crossEntropy oneHot by sgd learningRate 1.2
#: batch 1000, epochs 300, seed 3, float64, first 1000
#: built at 11, trained at 42
#: 43>23 a1=Z1
#: 43>24 z1=A1
#: 43>25 a2=Z2
#: 43>26>19 y_hat=A2
#: 44 Loss=cost
#: 45>33 dy=dZ2
#: 45>34 dW2
#: 45>35 db2
#: 45>36 dz1 da1=dZ1
#: 45>37 dW1
#: 45>38 db1
#: 46 W1
#: 47 b1
#: 48 W2
#: 49 b2
#: also 7 X=X_train t=Y_train
#: also 11 W1
#: also 12 b1
#: also 13 W2
#: also 14 b2
