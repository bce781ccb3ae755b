/** Real processes that write one folder, at the same time or until they are killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { transformSync } from '@swc/core';
import { writeTree } from './write-tree';

const MARKER = '.gatehouse-output';
/** Of each tree: this many at paths of its own, and as many at paths that the other tree has too. */
const FILES = 120;
/** At common paths even the sizes are equal, so that only the text tells the trees apart. */
const TREES = { A: makeTree('A'), B: makeTree('B') };

/** Writes A and B in turns, `process.argv[4]` of each, and says after the first how many milliseconds that took. */
const WRITER = `
const { writeTree } = require('./write-tree');
const trees = JSON.parse(require('node:fs').readFileSync(process.argv[2], 'utf8')).map((entries) => new Map(entries));
const start = performance.now();
for (let turn = 0; turn < Number(process.argv[4]); turn++) {
  for (const tree of trees) writeTree(process.argv[3], tree);
  if (turn === 0) require('node:fs').writeSync(1, 'turn ' + (performance.now() - start));
}
`;

let parent: string;
let folder: string;

beforeAll(() => {
  // Memory where there is some: an ext4 without journal needs seconds for what this test creates and removes.
  const place = fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();
  parent = fs.realpathSync(fs.mkdtempSync(path.join(place, 'write-tree-processes-')));
  folder = path.join(parent, 'place', 'dist');
  compileBeside(parent);
  fs.writeFileSync(path.join(parent, 'writer.js'), WRITER);
  fs.writeFileSync(path.join(parent, 'trees.json'), JSON.stringify([[...TREES.A], [...TREES.B]]));
});

afterAll(() => {
  fs.rmSync(parent, { recursive: true, force: true });
});

function makeTree(letter: string): ReadonlyMap<string, string> {
  const shared = Array.from({ length: 20 }, (_, i) => [`shared/${i}.yaml`, `same ${i}\n`] as const);
  const both = Array.from({ length: FILES }, (_, i) => [`${i % 9}/both-${i}.yaml`, `${letter} ${i}\n`] as const);
  const own = Array.from({ length: FILES }, (_, i) => [`${letter}${i % 9}/${i}.yaml`, `${letter} ${i}\n`] as const);
  return new Map([...shared, ...both, ...own]);
}

/** As JavaScript, since a process with a TypeScript loader starts ten times slower. */
function compileBeside(target: string): void {
  const sources = fs.readdirSync(__dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  for (const name of sources) {
    const { code } = transformSync(fs.readFileSync(path.join(__dirname, name), 'utf8'), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    fs.writeFileSync(path.join(target, name.replace(/ts$/, 'js')), code);
  }
  fs.symlinkSync(path.resolve(__dirname, '../../node_modules'), path.join(target, 'node_modules'));
}

function startWriter(turns: number): ChildProcess {
  const args = ['writer.js', 'trees.json', folder, String(turns)];
  return spawn(process.execPath, args, { cwd: parent, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** How long the writer's first turn took; fails where it ends without saying so. */
async function firstTurn(writer: ChildProcess, exit: Promise<unknown>): Promise<number> {
  const words: unknown = await Promise.race([writer.stdout ? once(writer.stdout, 'data') : exit, exit]);
  expect(String(words)).toMatch(/^turn [0-9.]+$/);
  return Number(String(words).slice('turn '.length));
}

function treeOnDisk(): ReadonlyMap<string, string> {
  const entries = fs.readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name));
  const texts = files.map((file) => [path.relative(folder, file), fs.readFileSync(file, 'utf8')] as const);
  return new Map(texts.filter(([name]) => name !== MARKER));
}

/** `A`, `B`, or how many files are of which. */
function describeTree(): string {
  if (!fs.existsSync(folder)) return 'missing';
  const present = treeOnDisk();
  for (const [name, tree] of Object.entries(TREES)) {
    if (tree.size === present.size && [...tree].every(([file, text]) => present.get(file) === text)) return name;
  }
  const count = (tree: ReadonlyMap<string, string>): number =>
    [...tree].filter(([file, text]) => present.get(file) === text).length;
  return `mixture: ${present.size} files, ${count(TREES.A)} of A, ${count(TREES.B)} of B`;
}

/** Looks as often as it can. */
function timesMissing(milliseconds: number): number {
  const end = performance.now() + milliseconds;
  let missing = 0;
  while (performance.now() < end) if (!fs.existsSync(folder)) missing++;
  return missing;
}

test('a writer killed at any moment leaves exactly one of its trees', async () => {
  writeTree(folder, TREES.A);
  const seen: string[] = [];
  let missing = 0;
  for (let kill = 0; kill < 42; kill++) {
    const writer = startWriter(Infinity);
    const exit = once(writer, 'exit');
    const turnMilliseconds = await firstTurn(writer, exit);
    missing += timesMissing(Math.random() * turnMilliseconds);
    writer.kill('SIGKILL');
    await exit;
    seen.push(describeTree());
  }
  expect(seen.filter((what) => what !== 'A' && what !== 'B')).toEqual([]);
  expect(new Set(seen)).toEqual(new Set(['A', 'B']));
  expect(missing).toBe(0);
  writeTree(folder, TREES.A);
  expect(fs.readdirSync(path.dirname(folder))).toEqual(['dist']);
}, 240_000);

test('writers at the same time do not mix their trees, fail or leave anything behind', async () => {
  fs.rmSync(folder, { recursive: true, force: true });
  const writers = [startWriter(12), startWriter(12), startWriter(12)];
  const exits = await Promise.all(writers.map((writer) => once(writer, 'exit')));
  expect(exits.map(([code]) => code as unknown)).toEqual([0, 0, 0]);
  expect(['A', 'B']).toContain(describeTree());
  expect(fs.readdirSync(path.dirname(folder))).toEqual(['dist']);
}, 240_000);
