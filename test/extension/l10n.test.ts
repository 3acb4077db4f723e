/** @file Everything that VS Code shows has a Korean translation, with the same placeholders, and none is left over. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** A text that is to be translated, and where it stands. */
interface Use {
  readonly text: string;
  readonly place: string;
}

function json(file: string): Record<string, string> {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, string>;
}

/** The sources of a room. */
function sources(room: string): ts.SourceFile[] {
  return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, room, name))
    .map((path) => ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
}

function* nodes(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodes(child);
}

/** The text of `argument`, which must be one plain literal so that it can be found here. */
function literal(argument: ts.Node | undefined, at: ts.Node): Use {
  const file = at.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(at.getStart());
  const place = `${relative(root, file.fileName)}:${line + 1}`;
  assert.ok(argument && ts.isStringLiteralLike(argument), `${place}: not one plain string literal`);
  return { text: argument.text, place };
}

/** Texts given to `vscode.l10n.t`, `l10n.t` or `remark`. One that is not a literal is that of an error, found where it is thrown. */
function translated(files: ts.SourceFile[]): Use[] {
  return files.flatMap((file) =>
    [...nodes(file)]
      .filter((node) => ts.isCallExpression(node))
      .filter(({ expression }) => /(^|\.)l10n\.t$|^remark$/.test(expression.getText()))
      .filter(({ arguments: [text] }) => !/\btemplate$/.test(text.getText()))
      .map((call) => literal(call.arguments[0], call)),
  );
}

/** Names of `UserError` and of all classes that extend it, however far; but the terminal, with its usage, speaks English. */
function errorClasses(files: ts.SourceFile[]): Set<string> {
  const names = new Set(['UserError']);
  const classes = files.flatMap((file) => [...nodes(file)].filter((node) => ts.isClassDeclaration(node)));
  for (let before = 0; before < names.size;) {
    before = names.size;
    for (const { name, heritageClauses } of classes) {
      const base = heritageClauses?.[0]?.types[0]?.expression.getText();
      if (name && base && names.has(base)) names.add(name.text);
    }
  }
  names.delete('UsageError');
  return names;
}

/** Templates of the errors that are made for people. One passed on from another error is found where that is made. */
function templates(files: ts.SourceFile[]): Use[] {
  const classes = errorClasses(files);
  return files.flatMap((file) =>
    [...nodes(file)]
      .filter((node) => ts.isNewExpression(node))
      .filter(({ expression }) => classes.has(expression.getText()))
      .filter((made) => !/\btemplate$/.test(made.arguments?.[0]?.getText() ?? ''))
      .map((made) => literal(made.arguments?.[0], made)),
  );
}

/** Templates of what is said of the user's code. */
function remarks(files: ts.SourceFile[]): Use[] {
  return files.flatMap((file) =>
    [...nodes(file)]
      .filter((node) => ts.isCallExpression(node))
      .filter(({ expression }) => expression.getText() === 'remark')
      .map((call) => literal(call.arguments[0], call)),
  );
}

/** What the health rules say. */
function ruleWords(files: ts.SourceFile[]): Use[] {
  return files
    .filter(({ fileName }) => fileName.includes('/health/rules/'))
    .flatMap((file) => [...nodes(file)].filter((node) => ts.isPropertyAssignment(node)))
    .filter(({ name }) => ['title', 'message', 'advice'].includes(name.getText()))
    .map((property) => literal(property.initializer, property));
}

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\d+\}/g))].sort();
}

describe('the Korean translation', () => {
  const engine = sources('engine');
  const extension = sources('extension');
  const uses = [
    ...translated([...extension, ...sources('webview')]),
    ...templates([...engine, ...extension]),
    ...remarks(extension),
    ...ruleWords(engine),
  ];
  const bundle = json('l10n/bundle.l10n.ko.json');

  it('sees the texts', () => {
    const texts = new Set(uses.map(({ text }) => text));
    for (const text of [
      'Parameters',
      'The run has ended. Resume it to go on where it stood, or restart it.',
      'A layer without a bias cannot be followed, and so this model is not.',
    ]) {
      assert.ok(texts.has(text), text);
    }
  });

  it('has every text', () => {
    const missing = uses
      .filter(({ text }) => !(text in bundle))
      .map(({ text, place }) => `${place}: ${text}`);
    assert.deepEqual(missing, []);
  });

  it('has nothing left over', () => {
    const used = new Set(uses.map(({ text }) => text));
    assert.deepEqual(
      Object.keys(bundle).filter((key) => !used.has(key)),
      [],
    );
  });

  it('keeps the placeholders', () => {
    for (const [text, korean] of Object.entries(bundle)) {
      assert.deepEqual(placeholders(korean), placeholders(text), text);
    }
  });

  it('is written in Korean and sorted', () => {
    const keys = Object.keys(bundle);
    assert.deepEqual(keys, [...keys].sort());
    for (const [text, korean] of Object.entries(bundle)) assert.notEqual(korean, '', text);
  });

  it('has every text of the manifest', () => {
    const manifest = readFileSync(join(root, 'package.json'), 'utf8');
    const used = [...new Set([...manifest.matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key))].sort();
    for (const file of ['package.nls.json', 'package.nls.ko.json']) {
      assert.deepEqual(Object.keys(json(file)).sort(), used, file);
    }
  });
});
