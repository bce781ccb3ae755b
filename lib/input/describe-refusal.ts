/** What the operating system answered, in words: for files that cannot be read or written. */

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EAGAIN: 'nothing is there to be read',
  EBADF: 'it is not open',
  EEXIST: 'it is there already',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENOENT: 'it is not there',
  ENOTDIR: 'it is no folder',
  ENXIO: 'it is no ordinary file',
  ENOSPC: 'the disk is full',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
};

/** Throws what is no answer of the operating system: that is a mistake of ours. */
export function describeRefusal(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') throw error;
  return words[code] ?? code;
}
