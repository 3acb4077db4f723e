# Nothing of it is a network, and nothing is said: not of tables, not of products that are meant to fail.
import numpy as np
import pandas as pd

df = pd.read_csv('housing.csv')
X = df.drop(columns=['value']).values
y = df['value'].values
X = (X - X.mean(axis=0)) / X.std(axis=0)
theta = np.zeros(8)
for _ in range(100):
    theta = theta - 0.01 * X.T @ (X @ theta - y)
cov = X.T @ X / len(X)
w, v = np.linalg.eigh(cov)
scores = X @ v[:, -2:]
turned = np.array(df) @ np.random.randn(9, 3)

M, N = np.random.randn(3, 2), np.random.randn(3, 2)
try:
    M @ N
except ValueError as error:
    print(error)

