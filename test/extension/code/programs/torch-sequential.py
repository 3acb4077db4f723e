import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

torch.manual_seed(7)
train_set = datasets.MNIST('data', train=True, download=True, transform=transforms.ToTensor())
loader = DataLoader(train_set, batch_size=64, shuffle=True)

model = nn.Sequential(
    nn.Flatten(),
    nn.Linear(28 * 28, 128),
    nn.ReLU(),
    nn.Linear(128, 10),
)
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(5):
    for images, labels in loader:
        optimizer.zero_grad()
        outputs = model(images)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())

#: torch 784-128-10 relu softmax
#: starts uniform limit 0.03571 + uniform limit 0.03571, uniform limit 0.08839 + uniform limit 0.08839
#: minimises crossEntropy classIndices by sgd learningRate 0.1
#: batch 64, epochs 5, shuffled, seed 7, float32
#: built at 11, trained at 20
#: 11>13 a1 dX dW1 db1
#: 11>14 z1 da1
#: 11>15 a2 dW2 db2 dz1
#: 24 y_hat Loss
#: 25 dy
#: 26 W1 b1 W2 b2
#: also 11>13 W1 b1
#: also 11>15 W2 b2
#: also 21 X t
