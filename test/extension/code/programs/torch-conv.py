import torch
import torch.nn as nn

model = nn.Sequential(
    nn.Conv2d(1, 16, 3),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(16 * 13 * 13, 10),
)

#: hint 5 Conv2d is not a layer of an MLP, so this model is not followed. Linear, Flatten and activations can be.
#: hint 7 MaxPool2d is not a layer of an MLP, so this model is not followed. Linear, Flatten and activations can be.
