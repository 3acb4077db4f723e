import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { listingOf, opAtLine } from '../../engine/listing.ts';
import { presets } from '../../engine/presets.ts';
import { compile } from '../../engine/program.ts';
import { parseModel } from '../../engine/validate.ts';
import { architectures, toyModel } from './toy.ts';

describe('the listing', () => {
  const program = compile(presets.keras);
  const listing = listingOf(program);
  const lines = listing.text.split('\n');

  it('has every op on a line of its own, in order, as NumPy computes it', () => {
    assert.equal(listing.lines.length, program.ops.length);
    program.ops.forEach(({ numpy }, op) => {
      assert.equal(lines[listing.lines[op] - 1].trim(), numpy);
    });
    assert.deepEqual(
      [...new Set(listing.lines)].sort((a, b) => a - b),
      listing.lines,
    );
  });

  it('heads the phases, and names the constants', () => {
    const headings = lines.filter((line) => /^ +#/.test(line)).map((line) => line.trim());
    assert.deepEqual(headings, ['# Forward', '# Loss', '# Backward', '# Update']);
    assert.ok(lines.includes('learning_rate = 0.001'));
    assert.match(lines[listing.loop - 1], /^for .*batches/);
    assert.match(lines[listing.end - 1], /^#/);
  });

  it('finds the op of a line, or of the next line that has one', () => {
    listing.lines.forEach((line, op) => {
      assert.equal(opAtLine(listing, line), op);
    });
    assert.equal(opAtLine(listing, 1), 0);
    const backward = lines.findIndex((line) => line.includes('# Backward')) + 1;
    assert.equal(
      opAtLine(listing, backward),
      program.ops.findIndex(({ phase }) => phase === 'backward'),
    );
    assert.equal(opAtLine(listing, listing.end), undefined);
  });

  it('is Python for every kind of model', function () {
    if (spawnSync('python3', ['--version']).status !== 0) this.skip();
    const texts = [...architectures()].map(
      ({ layers, loss }) => listingOf(compile(parseModel(toyModel({ layers, loss })))).text,
    );
    const script = 'import sys, json, ast\nfor text in json.load(sys.stdin): ast.parse(text)';
    const run = spawnSync('python3', ['-c', script], { input: JSON.stringify(texts), encoding: 'utf8' });
    assert.equal(run.stderr, '');
  });
});
