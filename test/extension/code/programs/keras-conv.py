from tensorflow.keras import Sequential
from tensorflow.keras.layers import Conv2D, MaxPooling2D, Flatten, Dense, Dropout

model = Sequential([
    Conv2D(32, (3, 3), activation='relu', input_shape=(28, 28, 1)),
    MaxPooling2D((2, 2)),
    Flatten(),
    Dense(128, activation='relu'),
    Dropout(0.5),
    Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')

#: hint 5 Conv2D is not a layer of an MLP, so this model is not followed. Dense, Flatten and activations can be.
#: hint 6 MaxPooling2D is not a layer of an MLP, so this model is not followed. Dense, Flatten and activations can be.
#: hint 9 Dropout is not a layer of an MLP, so this model is not followed. Dense, Flatten and activations can be.
