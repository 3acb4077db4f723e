# Layers made by a loop, unpacked into a Sequential inside a module; squared error on one-hot targets.
import torch
import torch.nn as nn
import torch.nn.functional as F

class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.linear = nn.Linear(inputs, outputs)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))

class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        blocks = []
        for i in range(len(sizes) - 1):
            blocks.append(Block(sizes[i], sizes[i + 1]))
        self.blocks = blocks
        self.head = nn.Sequential(*[nn.Linear(sizes[-1], 10), nn.Sigmoid()])

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.head(x)

model = MLP([784, 64, 32])
loss_fn = nn.MSELoss()
optimizer = torch.optim.Adam(params=model.parameters(), lr=2e-3, betas=(0.9, 0.99), eps=1e-7)
loader = torch.utils.data.DataLoader(train_set, shuffle=True, batch_size=128)

for epoch in range(8):
    running = 0.0
    for batch in loader:
        images, labels = batch
        predictions = model(images.view(-1, 784))
        loss = loss_fn(predictions, F.one_hot(labels, 10).float())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        running += loss.item()

#: torch 784-64-32-10 sigmoid sigmoid sigmoid
#: starts uniform limit 0.03571 + uniform limit 0.03571, uniform limit 0.125 + uniform limit 0.125, uniform limit 0.1768 + uniform limit 0.1768
#: minimises meanSquaredError by adam learningRate 0.002 beta1 0.9 beta2 0.99 epsilon 1e-7
#: batch 128, epochs 8, shuffled, seed 0, float32
#: built at 14, trained at 33
#: 37>25>12 a1 z1 a2 z2 da2 dW2 db2 dz1 da1 dX dW1 db1
#: 28>21 a3 y_hat da3 dW3 db3 dz2
#: 38 Loss
#: 40 dy
#: 41 mW1 vW1 W1 mb1 vb1 b1 mW2 vW2 W2 mb2 vb2 b2 mW3 vW3 W3 mb3 vb3 b3
#: also 28>19>9 W1 b1 W2 b2
#: also 28>21 W3 b3
#: also 35 X t
#: hint 30 ε stands in the update of Adam as Keras has it, not as PyTorch: a difference about as small as ε.
