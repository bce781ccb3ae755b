/** Paths that could leave the tree, or that no folder can hold together, are our mistakes: plain errors. */

/** @throws Error naming the first path that is not plain, relative and with `/`, or is both file and folder. */
export function assertTreePaths(files: ReadonlyMap<string, string>): void {
  for (const path of files.keys()) {
    if (!isPlainRelative(path)) throw new Error(`not a path within a tree: ${JSON.stringify(path)}`);
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
      const folder = path.slice(0, end);
      if (files.has(folder))
        throw new Error(`${JSON.stringify(folder)} is a file and the folder of ${JSON.stringify(path)}`);
    }
  }
}

function isPlainRelative(path: string): boolean {
  // Neither absolute (its first part is empty), nor with . or .., nor another file on Windows.
  return !/[\\:\0]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
