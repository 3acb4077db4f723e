from torch import nn, flatten, optim, manual_seed
from torch.nn import functional as F
from torch.utils import data

manual_seed(1)

class Classifier(nn.Module):
    def __init__(self):
        super(Classifier, self).__init__()
        self.hidden = nn.Linear(784, 100)
        self.output = nn.Linear(100, 10)
        self.act = nn.LeakyReLU()

    def forward(self, images):
        h = self.act(self.hidden(flatten(images, 1)))
        return F.log_softmax(self.output(h), dim=1)

net = Classifier()
sgd = optim.SGD(net.parameters(), lr=0.01, weight_decay=1e-4)
for epoch in range(2):
    for x, t in data.DataLoader(load_mnist(), batch_size=20):
        sgd.zero_grad(); loss = F.nll_loss(net(x), t)
        loss.backward()
        sgd.step()

#: torch 784-100-10 leakyRelu softmax
#: starts uniform limit 0.03571 + uniform limit 0.03571, uniform limit 0.1 + uniform limit 0.1
#: minimises crossEntropy classIndices l2 0.0001 by sgd learningRate 0.01
#: batch 20, epochs 2, seed 1, float32
#: built at 7, trained at 20
#: 22>15 a1 z1 da1 dX dW1 db1
#: 22>16 a2 y_hat dW2 db2 dz1
#: 22 Loss
#: 23 dy
#: 24 W1 b1 W2 b2
#: also 18>10 W1 b1
#: also 18>11 W2 b2
#: also 21 X t
#: hint 19 Here weight_decay is part of the loss and leaves biases alone; PyTorch has it in the update, for biases too.
