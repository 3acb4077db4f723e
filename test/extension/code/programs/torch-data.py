# Other data than MNIST, pixels that are normalised, gradients that are clipped: the model is read, and each is said once.
import torch
import torch.nn as nn
import torch.nn.functional as F
from torchvision import datasets, transforms

transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
train_set = datasets.FashionMNIST('../data', train=True, download=True, transform=transform)
test_set = datasets.FashionMNIST('../data', train=False, transform=transform)
train_loader = torch.utils.data.DataLoader(train_set, batch_size=64, shuffle=True)

class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.fc1 = nn.Linear(28*28, 200)
        self.fc2 = nn.Linear(200, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x.view(-1, 784)))
        return F.log_softmax(self.fc2(x), dim=1)

net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
for epoch in range(10):
    for images, labels in train_loader:
        optimizer.zero_grad()
        loss = F.nll_loss(net(images), labels)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.)
        optimizer.step()

#: torch 784-200-10 relu softmax
#: starts uniform limit 0.03571 + uniform limit 0.03571, uniform limit 0.07071 + uniform limit 0.07071
#: minimises crossEntropy classIndices by momentum learningRate 0.01 momentum 0.9
#: batch 64, epochs 10, shuffled, seed 0, float32
#: built at 12, trained at 24
#: 27>19 a1 z1 da1 dX dW1 db1
#: 27>20 a2 y_hat dW2 db2 dz1
#: 27 Loss
#: 28 dy
#: 30 mW1 W1 mb1 b1 mW2 W2 mb2 b2
#: also 22>15 W1 b1
#: also 22>16 W2 b2
#: also 25 X t
#: hint 7 The pixels are normalised here; in the training that is shown they go from 0 to 1.
#: hint 8 The data here is Fashion-MNIST; the training that is shown takes MNIST instead.
#: hint 29 clip_grad_norm_ is not followed here: training goes on as if it were left out.
