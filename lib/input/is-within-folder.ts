/** Whether a path is a folder or lies below it; both absolute, without links. */
import path from 'node:path';

export function isWithinFolder(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
