import keras
from keras import layers
from keras.optimizers import schedules

def mlp(hidden, out='softmax'):
    return keras.Sequential([keras.Input((784,)), hidden, layers.Dense(10, activation=out)])

def compiled(model, optimizer='adam', loss='sparse_categorical_crossentropy'):
    model.compile(optimizer, loss)

compiled(mlp(layers.Dense(50, activation='swish')))
compiled(mlp(layers.Dense(50, use_bias=False)))
compiled(mlp(layers.Dense(int(input()))))
compiled(mlp(layers.LeakyReLU()))
compiled(mlp(layers.Dense(50), out='sigmoid'))
compiled(mlp(layers.Dense(50), out=None))
compiled(mlp(layers.Dense(50)), optimizer='adagrad')
compiled(mlp(layers.Dense(50)), optimizer=keras.optimizers.Adam(schedules.ExponentialDecay(0.1, 100, 0.9)))
compiled(mlp(layers.Dense(50)), optimizer=keras.optimizers.SGD(0.1, clipnorm=1.0))
compiled(mlp(layers.Dense(50)), loss='kl_divergence')
compiled(mlp(layers.Dense(50, kernel_initializer='orthogonal')))
compiled(mlp(make_layer()))
mlp(layers.Dense(50))

#: hint 6 It is not known which layer stands here, so this model is not followed.
#: hint 6 This model is not compiled, so there is nothing to train.
#: hint 9 The loss can be followed on a softmax only, but the last layer is a sigmoid, so this model is not.
#: hint 9 The loss takes probabilities, but the last layer has no softmax. Give it one, or the loss from_logits=True.
#: hint 9 The optimizer adagrad cannot be followed, and so this model is not. Known are SGD, RMSprop, Adam and AdamW.
#: hint 9 The loss kl_divergence cannot be followed, and so this model is not. Known are the categorical cross-entropies and the mean squared error.
#: hint 11 The activation swish cannot be followed, and so this model is not. Known are linear, sigmoid, tanh, relu, gelu, softplus, softmax.
#: hint 12 A layer without a bias cannot be followed, and so this model is not.
#: hint 13 How many units this layer has is not known, so this model is not followed. Write a number, or a name that is given one.
#: hint 14 The leaky ReLU has a slope of 0.3 here, and 0.01 is the only one that can be followed, so this model is not.
#: hint 18 An argument of Adam is not known as a number, so this model is not followed. A schedule cannot be either.
#: hint 19 The argument clipnorm of SGD cannot be followed, and so this model is not.
#: hint 21 The initializer orthogonal cannot be followed, and so this model is not.
