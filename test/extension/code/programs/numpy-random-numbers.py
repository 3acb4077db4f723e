import numpy as np

points = np.random.randn(200, 2)
for _ in range(10):
    centre = points.mean(axis=0)
    print(np.abs(points - centre).max())
noise = np.random.randn(4, 4)
noise = noise - noise.mean()
