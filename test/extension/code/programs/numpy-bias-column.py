import numpy as np
W1 = np.random.randn(785, 50) * 0.1
W2 = np.random.randn(51, 10) * 0.1
for i in range(100):
    Xb = np.hstack([np.ones((X.shape[0], 1)), X])
    h = 1 / (1 + np.exp(-Xb @ W1))
    hb = np.hstack([np.ones((h.shape[0], 1)), h])
    o = hb @ W2
    p = np.exp(o) / np.exp(o).sum(axis=1, keepdims=True)
    dy = (p - t) / X.shape[0]
    dW2 = hb.T @ dy
    dh = dy @ W2.T
    W2 -= 0.1 * dW2

#: hint 13 No network is seen here: by what W2 is changed cannot be followed.
