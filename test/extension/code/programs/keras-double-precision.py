import tensorflow as tf
K = tf.keras.backend
K.set_floatx('float64')
tf.random.set_seed(3)
L = tf.keras.layers
sizes = (784, 30, 20, 10)
activations = ['relu'] * (len(sizes) - 2) + ['softmax']
model = tf.keras.Sequential([L.InputLayer(input_shape=sizes[:1])] +
                            [L.Dense(n, activation=f) for n, f in zip(sizes[1:], activations)])
model.compile(tf.keras.optimizers.SGD(0.5, momentum=0.5), tf.keras.losses.CategoricalCrossentropy(from_logits=False))

#: keras 784-30-20-10 relu relu softmax
#: starts glorotUniform, glorotUniform, glorotUniform
#: minimises crossEntropy oneHot by momentum learningRate 0.5 momentum 0.5
#: batch 32, epochs 1, shuffled, seed 3, float64
#: built at 8
#: 8>9 a1 z1 a2 z2 a3 y_hat dW3 db3 dz2 da2 dW2 db2 dz1 da1 dX dW1 db1
#: 10 Loss dy mW1 W1 mb1 b1 mW2 W2 mb2 b2 mW3 W3 mb3 b3
#: also 8>9 W1 b1 W2 b2 W3 b3
