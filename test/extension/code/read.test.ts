import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { parseModel } from '../../../engine/validate.ts';
import { compile } from '../../../engine/program.ts';
import { read } from '../../../extension/code/read.ts';
import { parse } from '../../../extension/code/python/parse.ts';
import { Trees } from '../../../extension/code/python/parsing/trees.ts';
import { neutralise } from '../../../extension/code/python/parsing/neutralise.ts';
import { cellsOf, programs } from './programs.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const all = programs();
const anyProgram = fc.constantFrom(...all);

/** A program and a place in it. */
const anyPlace = anyProgram.chain(({ text }) => fc.tuple(fc.constant(text), fc.nat(text.length)));

describe('Reading code', () => {
  it('does not throw on any beginning of a program', () => {
    fc.assert(
      fc.property(anyPlace, ([text, end]) => {
        read(cellsOf(text.slice(0, end)));
      }),
      { numRuns: 100 },
    );
  });

  it('does not throw on programs with characters taken out', () => {
    fc.assert(
      fc.property(anyProgram, fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), ({ text }, holes) => {
        const at = new Set(holes.map((hole) => hole % text.length));
        read(cellsOf(text.replace(/[^]/g, (character, i: number) => (at.has(i) ? '' : character))));
      }),
      { numRuns: 100 },
    );
  });

  it('does not throw on what is no program', () => {
    const pieces = [
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ':',
      ',',
      '=',
      '.',
      '*',
      '**',
      '"',
      "'''",
      '\n',
      '\n  ',
      '#',
      '\\',
    ];
    const words = [
      'def ',
      'class ',
      'for ',
      'in ',
      'lambda ',
      'import ',
      'from ',
      'x',
      'x',
      '1',
      'if ',
      'else',
      '%',
      '!',
    ];
    const soup = fc
      .array(fc.constantFrom(...pieces, ...words), { maxLength: 200 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(soup, (text) => {
        read([{ text }]);
        assert.equal(neutralise(text).length, text.length);
      }),
      { numRuns: 100 },
    );
  });

  it('does not throw on calls and subscripts with too little in them', () => {
    const imports = `
import math, numpy as np, torch, keras
from torch import nn
from keras import layers
d, l, s, r, m, net = {}, [1], 'a', range(3), keras.Sequential(), nn.Sequential(nn.Linear(1, 1))
t, a, loss = torch.tensor(np.zeros(3)), np.zeros(3), nn.CrossEntropyLoss()
`;
    const callees = [
      ...[
        'd.get',
        'd.update',
        'd.items',
        'l.append',
        'l.insert',
        'l.pop',
        's.format',
        's.lower',
        'range',
        'zip',
        'len',
        'int',
      ],
      ...[
        'str',
        'dict',
        'list',
        'enumerate',
        'reversed',
        'sum',
        'max',
        'super',
        'round',
        'next',
        'math.sqrt',
        'np.dot',
        'np.zeros',
      ],
      ...[
        'np.random.randn',
        'np.random.seed',
        'a.dot',
        'a.reshape',
        'a.sum',
        'm.add',
        'm.compile',
        'm.fit',
        'keras.Input',
        'keras.Model',
      ],
      ...[
        'layers.Dense',
        'layers.Activation',
        'layers.Dense(1)',
        'keras.optimizers.Adam',
        'keras.losses.MeanSquaredError',
        'nn.Linear',
      ],
      ...[
        'net',
        'net.append',
        'nn.Linear(1, 1)',
        'loss',
        'torch.relu',
        'torch.tensor',
        'torch.randperm',
        't.view',
        't.relu',
        'torch.manual_seed',
      ],
      ...[
        'torch.optim.SGD',
        'torch.utils.data.DataLoader',
        'nn.functional.cross_entropy',
        'keras.utils.to_categorical',
        'loss(t, t).backward',
      ],
    ];
    for (const callee of callees) read([{ text: `${imports}x = ${callee}()\ny = ${callee}(None)\n` }]);
    for (const of of ['d', 'l', 's', 'r', 'm', 'net', 't', 'a', 'np', 'torch'])
      for (const subscript of ['()', ':', '...', 'None', '0', "'a'", '(0, 1)', '1:2, 3', 't', 'a', '[]'])
        read([
          {
            text: `${imports}x = ${of}[${subscript}]\n${of}[${subscript}] = 1\nfor i in ${of}: y = i\na, b = ${of}\n`,
          },
        ]);
  });

  it('does not run out of stack or time on what is nested without end', () => {
    const many = 20_000;
    for (const text of [
      '('.repeat(many),
      'x = ' + '['.repeat(many) + ']'.repeat(many),
      'x = 1' + ' + 1'.repeat(many),
      'x = ' + 'lambda a=('.repeat(many),
      'x = ' + '-'.repeat(many) + '1',
      'x' + '.y'.repeat(many),
      'def f(n): return f(n - 1) + f(n - 2)\nf(100)',
      'while True:\n  x = [x, x]\n  for x in x: x = x + x',
      Array.from({ length: 300 }, (_, depth) => ' '.repeat(depth) + 'if x:\n').join(''),
    ])
      read([{ text }]);
  });

  it('does not run out of memory or time on sizes that are still being typed', () => {
    const byHand = all.filter(({ name }) => name.startsWith('numpy-'));
    const sizes = ['-7', '2.5', '0', '1000000', '1000000000', '1e30', 'n', '9, 9, 9, 9, 9, 9, 9, 9, 9, 9'];
    fc.assert(
      fc.property(
        fc.constantFrom(...byHand),
        fc.nat(),
        fc.constantFrom(...sizes),
        ({ text }, which, size) => {
          const numbers = [...text.matchAll(/\b\d+\b/g)];
          const [typed] = numbers.slice(which % numbers.length);
          read(cellsOf(text.slice(0, typed.index) + size + text.slice(typed.index + typed[0].length)));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('finds models that can be trained as they are, whose ops are all somewhere in the code', () => {
    for (const { cells, name } of all) {
      for (const { model, ops, others, at, training } of read(cells).models) {
        parseModel(JSON.parse(JSON.stringify(model)));
        assert.deepEqual(
          ops.map(({ tensor }) => tensor),
          compile(model)
            .ops.map(({ output }) => output)
            .filter((output) => ops.some(({ tensor }) => tensor === output)),
          name,
        );
        const spans = [...ops, ...others].flatMap(({ path }) => path);
        assert.ok(
          ops.every(({ path }) => path.length > 0),
          name,
        );
        for (const { cell, from, to } of [...spans, at, ...(training ? [training] : [])])
          assert.notEqual(cells[cell].text.slice(from, to), '', name);
      }
    }
  });

  it('loses no more than the statement that is being typed', () => {
    const broken = [
      'zz = ',
      'zz = f(1, [2',
      'zz.f(',
      'import ',
      'from zz',
      'def zz(a, b',
      'for zz in',
      'zz = "',
      'if zz',
      'while',
      'class ',
      'with zz as',
      "f'{zz",
      '@',
      'zz[',
      'zz = {1: (2,',
      ')',
      'zz +',
      'return (',
    ];
    // In one of the programs statements are half typed as it is.
    const whole = all.filter(
      ({ name, cells }) => name !== 'keras-half-typed' && read(cells).models.length > 0,
    );
    const lines = whole.flatMap(({ text }) => {
      // Statements begin where a parser finds them to begin.
      const [statements] = parse([{ text }], new Trees());
      const starts = statements.map(({ at }) => at.from);
      return starts.filter((from) => from === 0 || text[from - 1] === '\n').map((from) => ({ text, from }));
    });
    fc.assert(
      fc.property(fc.constantFrom(...lines), fc.constantFrom(...broken), ({ text, from }, fragment) => {
        const typed = `${text.slice(0, from)}${fragment}\n${text.slice(from)}`;
        assert.deepEqual(
          read(cellsOf(typed)).models.map(({ model }) => model),
          read(cellsOf(text)).models.map(({ model }) => model),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('reads an edited text as if it had never read another', () => {
    const fragments = [
      ...['\n', '\n\n', '    ', '\t', '(', ')', '[', ':', '=', '"', "'", '"""', '#', '@', '\\\n', '1.', 'x'],
      ...['def f():\n', 'if a:\n  ', 'else:\n', 'return', 'lambda x: ', '%time ', 'async '],
    ];
    const edit = fc.record({
      cell: fc.nat(),
      at: fc.nat(),
      removed: fc.nat(20),
      typed: fc.constantFrom('', ...fragments),
    });
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.array(edit, { maxLength: 5 }), ({ cells }, edits) => {
        const trees = new Trees();
        const texts = cells.map(({ text }) => text);
        parse(cells, trees);
        for (const { cell, at, removed, typed } of edits) {
          const text = texts[cell % texts.length];
          const place = at % (text.length + 1);
          texts[cell % texts.length] = text.slice(0, place) + typed + text.slice(place + removed);
          const edited = texts.map((each) => ({ text: each }));
          assert.deepEqual(parse(edited, trees), parse(edited, new Trees()));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('knows the cells that stay when others come, go and change places', () => {
    const [a, b, c] = ['a = 1', 'b = 2\nb = 3', 'c = 4'].map((text) => ({ text }));
    const trees = new Trees();
    for (const cells of [[a, b], [b, a], [c, a, b], [b], [b, b, c], []]) {
      assert.deepEqual(parse(cells, trees), parse(cells, new Trees()));
    }
  });

  it("reads the first model of the course's notebook", function () {
    const file = join(root, '../shared/seed/notebook.ipynb');
    if (!existsSync(file)) this.skip();
    const [first] = read(notebookCells(file)).models;
    const { library, model, examples, training } = first;
    assert.equal(library, 'keras');
    assert.equal(examples, null);
    assert.ok(training);
    assert.deepEqual(model, {
      inputShape: [28, 28],
      layers: [
        { units: 50, activation: 'sigmoid', init: { name: 'glorotUniform' } },
        { units: 10, activation: 'softmax', init: { name: 'glorotUniform' } },
      ],
      loss: { name: 'crossEntropy', targets: 'classIndices' },
      l2: 0,
      optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
      batchSize: 32,
      epochs: 10,
      shuffle: true,
      seed: 0,
      dtype: 'float32',
    });
  });
});

function notebookCells(file: string): { text: string }[] {
  const { cells } = JSON.parse(readFileSync(file, 'utf8')) as {
    cells: readonly { cell_type: string; source: readonly string[] }[];
  };
  return cells
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ source }) => ({ text: source.join('') }));
}
