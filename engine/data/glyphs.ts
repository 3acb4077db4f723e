/** @file How people write the ten digits: the strokes of the pen, in the forms that are taught and the habits they turn into. */

/**
 * One way to write a digit. Each stroke is the points that the pen goes through, as in SVG's `points`: x to the right,
 * y down, the digit 100 high. It runs smoothly through them; a corner is a new stroke that begins where one ended.
 */
export interface Glyph {
  /** How common this form is among those of its digit. */
  readonly weight: number;
  readonly strokes: readonly string[];
}

/** The forms of each digit, from 0 to 9. */
export const GLYPHS: readonly (readonly Glyph[])[] = [
  [
    // An oval, closed.
    { weight: 3, strokes: ['34,0 12,12 0,48 6,82 26,100 50,88 60,50 52,14 34,0 22,4'] },
    // Round.
    { weight: 3, strokes: ['50,2 20,8 0,42 8,82 40,100 78,84 86,44 66,8 40,0'] },
    // Begun outside and closed with a tail.
    { weight: 1, strokes: ['56,14 42,4 22,10 2,44 6,82 28,100 52,84 62,48 50,14 28,2'] },
    // Left open at the top.
    { weight: 1, strokes: ['22,6 6,28 0,62 16,96 42,96 62,66 62,30 48,4 34,2'] },
    // Closed with a curl that falls inside.
    { weight: 1, strokes: ['54,6 28,4 4,32 4,76 34,100 66,82 76,42 60,12 36,8 34,24'] },
  ],
  [
    // A bare stroke.
    { weight: 10, strokes: ['10,0 10,50 10,100'] },
    // With a flag.
    { weight: 1.5, strokes: ['0,22 14,12 24,0', '24,0 24,50 24,100'] },
    // With a flag and a foot.
    { weight: 0.5, strokes: ['4,22 16,12 26,0', '26,0 26,50 26,100', '0,100 26,99 54,98'] },
  ],
  [
    // A neck that meets a flat foot in a corner.
    { weight: 2, strokes: ['2,22 14,4 36,0 52,14 48,38 28,68 0,98', '0,98 30,94 62,98'] },
    // A loop at the foot.
    { weight: 2, strokes: ['2,20 18,2 42,2 52,22 44,50 24,82 8,96 0,86 10,76 32,86 50,96 68,92'] },
    // A low wave for a foot.
    { weight: 1, strokes: ['0,14 22,0 46,10 46,38 24,74 2,98', '2,98 20,86 42,94 68,98'] },
    // Broad, the loop laid flat.
    { weight: 2, strokes: ['6,18 28,0 54,8 56,34 36,68 10,90 2,80 22,72 46,84 82,88'] },
    // A large loop and a lifted tail.
    { weight: 1.5, strokes: ['10,14 34,0 56,14 54,46 38,80 14,100 0,86 10,66 34,70 60,84 84,76'] },
    // Sharp, almost a Z.
    { weight: 1.5, strokes: ['0,14 26,2 54,4 58,20 34,56 6,88', '6,88 42,90 86,88'] },
  ],
  [
    // Two bowls that meet in a notch.
    { weight: 3, strokes: ['2,10 22,0 46,8 46,30 20,46', '20,46 48,54 54,78 34,98 10,98 0,86'] },
    // One smooth line.
    { weight: 2, strokes: ['4,8 28,0 48,12 44,34 26,47 46,58 54,78 38,97 14,100 0,92'] },
    // A small loop at the waist.
    { weight: 1, strokes: ['4,14 24,0 46,10 40,34 22,48 12,46 18,40 44,52 54,76 36,98 8,98 0,86'] },
    // A flat top.
    { weight: 1, strokes: ['2,2 48,2', '48,2 20,40', '20,40 48,50 52,78 30,100 0,90'] },
    // A sharp upper bowl and a long sweep below.
    { weight: 3, strokes: ['8,10 34,0 60,4 56,22 26,44', '26,44 54,46 60,66 38,90 0,100'] },
    // A broad lower bowl that curls up.
    { weight: 1.5, strokes: ['14,12 34,0 54,10 50,30 30,42', '30,42 62,50 68,76 42,98 12,98 0,78'] },
  ],
  [
    // Open, the bar in a corner.
    { weight: 3, strokes: ['6,0 2,28 0,50', '0,50 28,52 58,46', '50,0 46,50 42,100'] },
    // Open, the left side rounding into the bar.
    { weight: 3, strokes: ['8,2 0,34 8,54 28,54 52,40', '56,2 52,40 44,100'] },
    // Closed to a triangle.
    { weight: 1.5, strokes: ['44,0 20,34 0,62', '0,62 30,62 66,60', '44,0 44,50 44,100'] },
    // Nearly closed at the top.
    { weight: 1, strokes: ['26,4 8,30 4,50 24,54 48,44', '46,2 48,44 42,100'] },
    // A low, long bar that crosses a short stem.
    { weight: 2, strokes: ['10,6 4,36 0,64', '0,64 36,64 76,58', '54,22 50,60 46,100'] },
    // A high bar on a long stem.
    { weight: 1.5, strokes: ['4,4 0,22 4,38 24,40 52,32', '54,0 50,40 48,100'] },
  ],
  [
    // Top, stem and bowl without lifting the pen.
    { weight: 2, strokes: ['52,2 14,2', '14,2 8,44', '8,44 32,36 54,54 52,82 28,100 0,92'] },
    // The top added last.
    { weight: 2, strokes: ['14,4 8,42', '8,42 34,38 52,58 46,88 20,100 0,92', '14,4 36,6 62,0'] },
    // Drawn as an S.
    { weight: 2, strokes: ['58,2 28,4 14,22 24,44 46,62 42,88 18,100 0,90'] },
    // A long top over a small bowl.
    { weight: 2, strokes: ['78,0 50,4 26,8', '26,8 18,46', '18,46 38,48 50,68 38,92 16,100 0,92'] },
    // A broad, flat bowl.
    { weight: 1.5, strokes: ['70,2 30,8', '30,8 16,42', '16,42 54,44 72,62 54,90 22,100 0,84'] },
    // A slanted stem that rounds into the bowl.
    { weight: 1.5, strokes: ['56,0 24,6', '24,6 10,34 16,44 38,50 46,72 34,94 14,98 0,82'] },
  ],
  [
    // A bent stem.
    { weight: 3, strokes: ['42,0 16,26 2,62 8,92 28,100 48,86 46,64 28,57 6,74'] },
    // A large belly.
    { weight: 2, strokes: ['34,0 10,32 0,70 14,98 40,98 54,76 42,54 16,60 2,80'] },
    // A straight stem and a small loop.
    { weight: 2, strokes: ['34,0 10,50 0,80 12,100 34,94 42,74 26,64 2,86'] },
    // A curled top.
    { weight: 1, strokes: ['52,8 38,0 16,20 2,60 10,94 32,98 50,80 40,58 18,62 6,82'] },
    // A broad loop that lies beside the stem.
    { weight: 1.5, strokes: ['14,0 2,40 6,82 32,100 66,90 70,66 48,54 24,66 16,92'] },
  ],
  [
    // A corner at the top right.
    { weight: 3, strokes: ['0,4 28,3 56,0', '56,0 36,46 24,100'] },
    // The corner rounded.
    { weight: 2, strokes: ['0,12 14,3 44,3 54,14 40,52 26,100'] },
    // Crossed with a bar.
    { weight: 1.5, strokes: ['0,4 28,3 58,0', '58,0 38,46 24,100', '14,54 36,50 60,48'] },
    // A serif before the top.
    { weight: 2, strokes: ['0,24 4,4', '4,4 30,6 58,2', '58,2 46,40 42,100'] },
    // Short and broad, the stem slanted.
    { weight: 2, strokes: ['0,16 16,4 42,12 76,2', '76,2 50,44 30,100'] },
    // A hooked start and a stem that bends.
    { weight: 1.5, strokes: ['2,26 10,6 34,8 60,6', '60,6 52,30 48,62 52,100'] },
  ],
  [
    // An S, closed upwards.
    {
      weight: 3,
      strokes: ['50,14 32,0 10,8 8,28 28,46 48,64 48,88 28,100 6,90 6,70 26,48 46,30 50,12 40,2'],
    },
    // A ring upon a ring.
    {
      weight: 1.5,
      strokes: ['28,46 6,30 12,6 32,0 50,14 46,34 28,46', '28,46 4,64 4,88 28,100 52,88 50,62 28,46'],
    },
    // An S whose closing stroke runs past its beginning.
    { weight: 2, strokes: ['54,12 34,2 12,10 12,30 34,50 46,74 34,97 14,98 6,80 20,58 44,34 60,10'] },
    // Narrow, the lower loop almost a line.
    { weight: 1, strokes: ['44,10 28,0 12,8 12,26 28,44 32,72 20,100 8,96 10,76 28,46 44,26 46,8'] },
    // A broad upper loop over a small lower one.
    { weight: 2, strokes: ['66,16 44,0 12,8 4,28 26,44 44,62 42,88 24,100 12,86 18,66 40,46 64,28 72,8'] },
    // A small upper loop over a broad lower one.
    { weight: 1, strokes: ['48,10 34,0 20,10 22,26 44,42 64,62 58,90 30,100 4,88 4,66 26,46 46,30 50,14'] },
  ],
  [
    // A ring and a straight stem.
    { weight: 3, strokes: ['50,10 28,0 4,16 2,38 22,48 44,34 50,10', '50,10 48,50 44,100'] },
    // A ring that runs into a slanted stem.
    { weight: 2, strokes: ['46,6 22,4 2,28 12,46 36,38 50,12', '50,12 42,56 30,100'] },
    // A curved tail.
    { weight: 1, strokes: ['48,12 28,0 6,12 4,34 24,46 44,32 48,12', '48,12 52,52 40,88 18,100 2,92'] },
    // A small ring, closed at the stem.
    { weight: 1, strokes: ['44,14 26,6 2,26 6,42 26,40 46,20 52,0', '46,20 36,60 26,100'] },
    // A broad ring on a short stem.
    { weight: 1.5, strokes: ['66,8 32,0 4,20 4,44 28,54 54,40 68,14', '68,14 58,56 52,100'] },
    // A large ring, closed by the stem alone.
    { weight: 1.5, strokes: ['48,4 20,4 0,34 12,58 36,52 52,20', '54,2 50,40 46,100'] },
  ],
];
