/** @file Code that trains a network as that of the `keras` preset. */

/**
 * @param epochs of which a thousand take longer than anybody looks
 * @param hidden units of each hidden layer
 */
export const kerasCode = (
  epochs: number,
  hidden: readonly number[] = [50],
): string => `from keras import Sequential, layers

model = Sequential([
    layers.Input(shape=(784,)),
${hidden.map((units) => `    layers.Dense(${units}, activation='sigmoid'),`).join('\n')}
    layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x_train, y_train, epochs=${epochs})
`;
