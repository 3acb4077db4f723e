# Data from a table, as on Kaggle: the model is known all the same. Sums of columns and other work on tables stay unsaid.
import numpy as np
import pandas as pd

train = pd.read_csv('train.csv')
print(train.shape, train.describe())
train['mean'] = train.mean(axis=1) / 2
X = train.drop(columns=['label', 'mean']).values / 255.0
y = train['label'].to_numpy()
Y = np.zeros((y.size, 10))
Y[np.arange(y.size), y] = 1
W1 = np.random.randn(784, 64) * 0.01
b1 = np.zeros(64)
W2 = np.random.randn(64, 10) * 0.01
b2 = np.zeros(10)
for epoch in range(20):
    for i in range(0, len(X), 64):
        xb, yb = X[i:i+64], Y[i:i+64]
        z1 = xb @ W1 + b1
        a1 = np.maximum(z1, 0)
        z2 = a1 @ W2 + b2
        e = np.exp(z2 - z2.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        loss = -(yb * np.log(p + 1e-9)).sum(axis=1).mean()
        dz2 = (p - yb) / len(xb)
        dW2 = a1.T @ dz2
        db2 = dz2.sum(axis=0)
        dz1 = dz2 @ W2.T * (z1 > 0)
        dW1 = xb.T @ dz1
        db1 = dz1.sum(axis=0)
        W1 -= 0.1 * dW1; b1 -= 0.1 * db1
        W2 -= 0.1 * dW2; b2 -= 0.1 * db2

#: numpy 784-64-10 relu softmax
#: starts normal std 0.01, normal std 0.01
#: minimises crossEntropy oneHot by sgd learningRate 0.1
#: batch 64, epochs 20, seed 0, float64
#: built at 12, trained at 16
#: 19 a1=z1
#: 20 z1=a1
#: 21 a2=z2
#: 23 y_hat=p
#: 24 Loss=loss
#: 25 dy=dz2
#: 26 dW2
#: 27 db2
#: 28 dz1 da1=dz1
#: 29 dW1
#: 30 db1
#: 31 W1 b1
#: 32 W2 b2
#: also 18 X=xb t=yb
#: also 12 W1
#: also 13 b1
#: also 14 W2
#: also 15 b2
