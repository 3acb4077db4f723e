/** @file The pen: bends a stroke smoothly through its points and lays antialiased ink on a grid of pixels. */

/** Straight pieces per gap between two points; at 28 pixels, four look smooth. */
const PIECES = 4;

/** A point and the next, alternating: `x0 y0 x1 y1 …`. */
export type Polyline = readonly number[];

/**
 * The curve through the points of a stroke as a polyline: a uniform Catmull–Rom spline (Catmull & Rom, 1974), whose ends
 * lean on their only neighbour.
 */
export function smooth(points: Polyline): number[] {
  const last = points.length - 2;
  const curve = [points[0], points[1]];
  for (let i = 0; i < last; i += 2) {
    const before = Math.max(i - 2, 0);
    const after = Math.min(i + 4, last);
    for (let piece = 1; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      for (let axis = 0; axis < 2; axis++) {
        const p0 = points[before + axis];
        const p1 = points[i + axis];
        const p2 = points[i + 2 + axis];
        const p3 = points[after + axis];
        curve.push(
          p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0))),
        );
      }
    }
  }
  return curve;
}

/**
 * Draws a polyline with a round pen. A pixel is as dark as the pen covers it, judged by the distance of its centre from
 * the line; where strokes overlap the darker one holds.
 * @param pixels `width · height` bytes, row by row, pixel (x, y) having its centre at (x + 0.5, y + 0.5)
 * @param radius of the pen, in pixels
 */
export function ink(pixels: Uint8Array, width: number, line: Polyline, radius: number): void {
  const height = pixels.length / width;
  const reach = radius + 0.5;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const x0 = line[i];
    const y0 = line[i + 1];
    const x1 = line[i + 2];
    const y1 = line[i + 3];
    const dx = x1 - x0;
    const dy = y1 - y0;
    const lengthSquared = dx * dx + dy * dy;
    const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
    const right = Math.min(width - 1, Math.floor(Math.max(x0, x1) + reach));
    const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
    const bottom = Math.min(height - 1, Math.floor(Math.max(y0, y1) + reach));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const px = x + 0.5 - x0;
        const py = y + 0.5 - y0;
        const along = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / lengthSquared));
        const distanceSquared = (px - along * dx) ** 2 + (py - along * dy) ** 2;
        if (distanceSquared >= reach * reach) continue;
        const darkness = Math.round(255 * Math.min(1, reach - Math.sqrt(distanceSquared)));
        const at = y * width + x;
        if (darkness > pixels[at]) pixels[at] = darkness;
      }
    }
  }
}
