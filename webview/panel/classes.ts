/** @file A bar for each of the classes that images are told apart by. */

/** @param label What the image is, where that is known. */
export function showBars(
  bars: readonly HTMLElement[],
  probabilities: Float32Array,
  label: number | null,
  predicted: number,
): void {
  bars.forEach((bar, i) => {
    // A bar of no height would not be seen to be there.
    bar.style.height = `${Math.max(2, Math.min(1, probabilities[i]) * 100)}%`;
    bar.classList.toggle('label', i === label);
    bar.classList.toggle('predicted', i === predicted);
  });
}
