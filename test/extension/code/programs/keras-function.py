"""The network is built by a function, its sizes are constants from elsewhere."""
import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense
from tensorflow.keras.optimizers import Adam
from tensorflow.keras.losses import CategoricalCrossentropy

np.random.seed(123)
HIDDEN = [256, 128]
CLASSES = 5 * 2
config = {'lr': 1e-3 / 2, 'epochs': 4}


def build(hidden, classes, lr=0.1, activation='relu'):
    model = Sequential(name='mlp')
    for i, units in enumerate(hidden):
        if i == 0:
            model.add(Dense(units, activation=activation, input_dim=28 * 28))
        else:
            model.add(Dense(units, activation=activation))
    model.add(Dense(classes, activation='softmax'))
    model.compile(optimizer=Adam(learning_rate=lr, beta_1=0.8), loss=CategoricalCrossentropy())
    return model


def train(model, x, y, **options):
    return model.fit(x, y, batch_size=100, **options)


if __name__ == '__main__':
    x_train, y_train = np.load('x.npy'), np.load('y.npy')
    net = build(HIDDEN, CLASSES, lr=config['lr'])
    train(net, x_train, y_train, epochs=config['epochs'], verbose=0)

#: keras 784-256-128-10 relu relu softmax
#: starts glorotUniform, glorotUniform, glorotUniform
#: minimises crossEntropy oneHot by adam learningRate 0.0005 beta1 0.8 beta2 0.999 epsilon 1e-7
#: batch 100, epochs 4, shuffled, seed 123, float32
#: built at 15, trained at 27
#: 32>18 a1 z1 da1 dX dW1 db1
#: 32>20 a2 z2 da2 dW2 db2 dz1
#: 32>21 a3 y_hat dW3 db3 dz2
#: 32>22 Loss dy mW1 vW1 W1 mb1 vb1 b1 mW2 vW2 W2 mb2 vb2 b2 mW3 vW3 W3 mb3 vb3 b3
#: also 32>18 W1 b1
#: also 32>20 W2 b2
#: also 32>21 W3 b3
#: also 33>27 X t
