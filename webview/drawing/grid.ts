/**
 * @file Where the cells of a picture lie on a canvas, in whole device pixels, so that every edge is crisp.
 *
 * A picture is one tile (a matrix) or many (images). Where it has more cells than there is room, neighbouring cells are
 * pooled; otherwise each gets the same whole number of pixels.
 */

export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** A picture before it is laid out: so many tiles of so many cells. */
export interface PictureSize {
  readonly tiles: number;
  readonly rows: number;
  readonly columns: number;
}

export interface Grid {
  readonly tiles: number;
  /** Cells of a tile, after pooling. */
  readonly rows: number;
  readonly columns: number;
  /** How many rows and columns of the picture one cell stands for. */
  readonly pool: readonly [rows: number, columns: number];
  readonly cell: Extent;
  readonly tile: Extent;
  /** Pixels between tiles. */
  readonly gap: number;
  /** Tiles side by side. */
  readonly across: number;
  /** Of the whole picture. */
  readonly width: number;
  readonly height: number;
}

export interface GridCell {
  readonly tile: number;
  readonly row: number;
  readonly column: number;
}

function grid(size: PictureSize, pool: Grid['pool'], cell: Extent, gap: number, across: number): Grid {
  const rows = Math.ceil(size.rows / pool[0]);
  const columns = Math.ceil(size.columns / pool[1]);
  const tile = { width: columns * cell.width, height: rows * cell.height };
  const down = Math.ceil(size.tiles / across);
  return {
    tiles: size.tiles,
    rows,
    columns,
    pool,
    cell,
    tile,
    gap,
    across,
    width: across * (tile.width + gap) - gap,
    height: down * (tile.height + gap) - gap,
  };
}

/** Fits a matrix into a box, its cells as large as they get but at most `aspect` times as long as thick. */
export function fitMatrix(rows: number, columns: number, box: Extent, aspect: number): Grid {
  const pool = [Math.ceil(rows / box.height), Math.ceil(columns / box.width)] as const;
  const height = Math.floor(box.height / Math.ceil(rows / pool[0]));
  const width = Math.floor(box.width / Math.ceil(columns / pool[1]));
  const cell = { width: Math.min(width, aspect * height), height: Math.min(height, aspect * width) };
  return grid({ tiles: 1, rows, columns }, pool, cell, 0, 1);
}

/**
 * Fits images into a box, as large as they get, or `null` if not even one pixel an image has room.
 * @param fill Which side of the box the images use up, so that the other is as short as can be.
 */
export function fitTiles(size: PictureSize, box: Extent, gap: number, fill: 'width' | 'height'): Grid | null {
  const largest = Math.min(Math.floor(box.width / size.columns), Math.floor(box.height / size.rows));
  const scales = Array.from({ length: Math.max(0, largest) }, (_, i) => ({ scale: largest - i, pool: 1 }));
  const pools = Array.from({ length: Math.max(size.rows, size.columns) - 1 }, (_, i) => ({
    scale: 1,
    pool: i + 2,
  }));
  for (const { scale, pool } of [...scales, ...pools]) {
    // A gap as wide as on large images would eat up the room of small ones.
    const apart = pool > 1 ? Math.ceil(gap / 2) : gap;
    const width = Math.ceil(size.columns / pool) * scale + apart;
    const height = Math.ceil(size.rows / pool) * scale + apart;
    const across = Math.floor((box.width + apart) / width);
    const down = Math.floor((box.height + apart) / height);
    if (across * down < size.tiles) continue;
    const columns = fill === 'width' ? Math.min(across, size.tiles) : Math.ceil(size.tiles / down);
    return grid(size, [pool, pool], { width: scale, height: scale }, apart, columns);
  }
  return null;
}

/**
 * The planned grid for a picture as it came: already pooled by the sender, or with fewer tiles or rows than planned (the
 * last mini-batch), or coarser or finer than asked because the box has just changed.
 * @param full The picture's rows and columns before the sender pooled them.
 */
export function adapt(plan: Grid, came: PictureSize, full: readonly [rows: number, columns: number]): Grid {
  const along = (
    length: number,
    whole: number,
    pool: number,
    pixels: number,
  ): { pool: number; pixels: number } => {
    const wanted = Math.ceil(whole / pool);
    return length >= wanted
      ? { pool: Math.ceil(length / wanted), pixels }
      : { pool: 1, pixels: Math.floor((pixels * wanted) / length) };
  };
  const down = along(came.rows, full[0], plan.pool[0], plan.cell.height);
  const right = along(came.columns, full[1], plan.pool[1], plan.cell.width);
  const cell = { width: right.pixels, height: down.pixels };
  return grid(came, [down.pool, right.pool], cell, plan.gap, Math.min(plan.across, came.tiles));
}

/** The top left corner of a tile. */
export function tileOrigin(of: Grid, tile: number): { x: number; y: number } {
  const down = Math.floor(tile / of.across);
  return { x: (tile - down * of.across) * (of.tile.width + of.gap), y: down * (of.tile.height + of.gap) };
}

/** The cell at a point in device pixels; `null` in gaps and outside. */
export function cellAt(of: Grid, x: number, y: number): GridCell | null {
  const across = Math.floor(x / (of.tile.width + of.gap));
  const down = Math.floor(y / (of.tile.height + of.gap));
  const tile = down * of.across + across;
  if (x < 0 || y < 0 || across >= of.across || tile >= of.tiles) return null;
  const column = Math.floor((x - across * (of.tile.width + of.gap)) / of.cell.width);
  const row = Math.floor((y - down * (of.tile.height + of.gap)) / of.cell.height);
  return column < of.columns && row < of.rows ? { tile, row, column } : null;
}

/** The rectangle of a cell in device pixels. */
export interface CellBox extends Extent {
  readonly x: number;
  readonly y: number;
}

/** Where a cell lies. */
export function cellBox(of: Grid, at: GridCell): CellBox {
  const { x, y } = tileOrigin(of, at.tile);
  return { x: x + at.column * of.cell.width, y: y + at.row * of.cell.height, ...of.cell };
}

/** The cell that lies so many cells right and down, across the borders of tiles; at the picture's edge it stays. */
export function moveCell(of: Grid, at: GridCell, right: number, down: number): GridCell {
  const tileDown = Math.floor(at.tile / of.across);
  const tilesDown = Math.ceil(of.tiles / of.across);
  const clamp = (value: number, end: number): number => Math.max(0, Math.min(end - 1, value));
  const x = clamp((at.tile - tileDown * of.across) * of.columns + at.column + right, of.across * of.columns);
  const y = clamp(tileDown * of.rows + at.row + down, tilesDown * of.rows);
  const tile = Math.floor(y / of.rows) * of.across + Math.floor(x / of.columns);
  return tile < of.tiles ? { tile, row: y % of.rows, column: x % of.columns } : at;
}
