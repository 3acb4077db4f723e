/** @file What stands where in code that has been read: the links at a place, and which model a place or an earlier reading means. */

import type { Link, ReadModel, Span } from './reading.ts';

/** A place in the cells of some code. */
export interface Place {
  readonly cell: number;
  readonly offset: number;
}

/** All places where a tensor of the model is made or held, those of its ops first. */
export function linksOf({ ops, others }: ReadModel): readonly Link[] {
  return [...ops, ...others];
}

/** Where a person would look for the tensor: the statement that names it, or in a statement without a name the layer. */
export function homeOf({ path, variable }: Link): Span {
  const [statement] = path;
  if (variable !== null) return statement;
  const isInside = ({ cell, from, to }: Span) =>
    cell === statement.cell && from >= statement.from && to <= statement.to;
  return path.findLast(isInside) ?? statement;
}

/** What is made or held at a place, the narrowest first. */
export function linksAt(model: ReadModel, place: Place): Link[] {
  return linksOf(model)
    .flatMap((link) => {
      const widths = link.path.filter((span) => contains(span, place)).map(({ from, to }) => to - from);
      return widths.length > 0 ? [{ link, width: Math.min(...widths) }] : [];
    })
    .sort((a, b) => a.width - b.width)
    .map(({ link }) => link);
}

/**
 * The tensor that a person means by a place: that of the variable there, or else what the line makes. In a function a name
 * stands for what each call hands over, so that there it is what the line makes.
 * @param word that stands there, if one does
 */
export function tensorAt(model: ReadModel, place: Place, word: string | null): string | null {
  const link = linksAt(model, place).at(0);
  if (!link) return null;
  const named = linksOf(model).find(({ variable }) => variable !== null && variable === word);
  const isOutside = contains(link.path[0], place);
  return (isOutside ? named : undefined)?.tensor ?? link.tensor;
}

/** The model whose lines a place is in; else the nearest before it; else the first. */
export function modelAt(models: readonly ReadModel[], place: Place): ReadModel | undefined {
  const isBefore = ({ cell, from }: Span) =>
    cell < place.cell || (cell === place.cell && from <= place.offset);
  return (
    models.find(({ at, training, ops }) =>
      [at, ...(training ? [training] : []), ...ops.flatMap(({ path }) => path.slice(0, 1))].some((span) =>
        contains(span, place),
      ),
    ) ??
    models.findLast(({ at }) => isBefore(at)) ??
    models.at(0)
  );
}

/**
 * A model of an earlier reading, after edits: the one at its number, unless that is another now and it has moved.
 * @param isUnchanged whether a model is as it was then
 */
export function modelNow(
  models: readonly ReadModel[],
  { index, library }: { readonly index: number; readonly library: ReadModel['library'] },
  isUnchanged: (model: ReadModel) => boolean,
): ReadModel | undefined {
  const there = models.at(index);
  if (there && isUnchanged(there)) return there;
  return models.find(isUnchanged) ?? (there?.library === library ? there : undefined);
}

function contains({ cell, from, to }: Span, place: Place): boolean {
  return cell === place.cell && from <= place.offset && place.offset <= to;
}
