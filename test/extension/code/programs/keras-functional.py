from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(784,), name='digits')
x = layers.Dense(64, activation='relu', kernel_initializer=keras.initializers.RandomNormal(stddev=0.01))(inputs)
x = layers.Dense(64, activation='gelu', bias_initializer=keras.initializers.RandomUniform(-0.1, 0.1))(x)
outputs = layers.Dense(10, activation='sigmoid', name='predictions')(x)
model = keras.Model(inputs=inputs, outputs=outputs)

model.compile(optimizer=keras.optimizers.AdamW(weight_decay=0.01), loss=keras.losses.MeanSquaredError())
model.fit(*keras.datasets.mnist.load_data()[0], epochs=2)

#: keras 784-64-64-10 relu gelu sigmoid
#: starts normal std 0.01, glorotUniform + uniform limit 0.1, glorotUniform
#: minimises meanSquaredError by adamw learningRate 0.001 beta1 0.9 beta2 0.999 epsilon 1e-7 weightDecay 0.01
#: batch 32, epochs 2, shuffled, seed 0, float32
#: built at 8, trained at 11
#: 5 a1 z1 da1 dX dW1 db1
#: 6 a2 z2 da2 dW2 db2 dz1
#: 7 a3 y_hat da3 dW3 db3 dz2
#: 10 Loss dy mW1 vW1 W1 mb1 vb1 b1 mW2 vW2 W2 mb2 vb2 b2 mW3 vW3 W3 mb3 vb3 b3
#: also 5 W1 b1
#: also 6 W2 b2
#: also 7 W3 b3
#: also 11 X t
#: information 11 The pixels go from 0 to 255 here; in the training that is shown they are divided by 255.
