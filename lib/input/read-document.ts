/** A file of a fleet as text, or the issue that keeps it from being read. Never waits, never reads what it need not. */
import { constants, closeSync, fstatSync, openSync, readSync, readlinkSync, lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fault, type Issue, type Result } from '../model/issue';

/** Documents are small: a larger file is a mistake, or meant to take memory. */
export const LARGEST_DOCUMENT_BYTES = 1024 * 1024;

/** `file` is relative to `folder`, whose real path that is. */
export function readDocument(folder: string, file: string): Result<string> {
  const outside = checkInside(folder, file);
  if (outside !== undefined) return refused(outside);
  const whole = path.join(folder, file);
  let handle: number;
  try {
    // NONBLOCK: a FIFO would wait for its writer.
    handle = openSync(whole, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return refused(at(file, 'file-unreadable', `cannot be read (${codeOf(error)})`, 'make the file readable'));
  }
  try {
    const { size } = fstatSync(handle);
    if (!fstatSync(handle).isFile())
      return refused(at(file, 'not-a-file', 'is not a regular file', 'put a YAML document in its place'));
    if (size > LARGEST_DOCUMENT_BYTES)
      return refused(
        at(
          file,
          'file-too-large',
          `has ${size} bytes; a document may have ${LARGEST_DOCUMENT_BYTES}`,
          'split it, or remove what does not belong here',
        ),
      );
    const bytes = Buffer.alloc(size);
    return decode(file, bytes.subarray(0, readSync(handle, bytes, 0, size, 0)));
  } finally {
    closeSync(handle);
  }
}

/** An issue where `file` is a link, or lies behind one, that leads out of `folder`. */
export function checkInside(folder: string, file: string): Issue | undefined {
  try {
    const real = realpathSync(path.join(folder, file));
    if (real === folder || real.startsWith(folder + path.sep)) return undefined;
    const target = lstatSync(path.join(folder, file)).isSymbolicLink()
      ? ` to "${readlinkSync(path.join(folder, file))}"`
      : '';
    return at(
      file,
      'link-outside',
      `is a symbolic link${target}, which leads out of the fleet folder`,
      'put the document itself in its place',
    );
  } catch (error) {
    return at(
      file,
      'file-unreadable',
      `cannot be read (${codeOf(error)})`,
      'remove the broken link, or make the file readable',
    );
  }
}

function decode(file: string, bytes: Buffer): Result<string> {
  try {
    // A byte order mark is taken off.
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const line = firstBadLine(bytes);
    const where = { file, line, column: 1 };
    return refused(fault('not-utf8', where, 'is not UTF-8 from this line on', 'save the file as UTF-8'));
  }
}

/** A line feed byte never is part of another character in UTF-8, so lines can be tried one by one. */
function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
  }
  return line;
}

function at(file: string, rule: string, message: string, fix: string): Issue {
  return fault(rule, { file, line: 1, column: 1 }, message, fix);
}

function refused(issue: Issue): Result<never> {
  return { ok: false, issues: [issue] };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
