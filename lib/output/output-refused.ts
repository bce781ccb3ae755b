/** The output folder that the user named cannot, or must not, be written; nothing in it has changed. */

export class OutputRefused extends Error {
  override readonly name = 'OutputRefused';

  /** What to do about it. */
  readonly fix: string;

  /** @param reason what is wrong and what to do: `is a symbolic link; name the folder that it points to`. */
  constructor(folder: string, reason: string, options?: ErrorOptions) {
    super(`output folder ${folder} ${reason}`, options);
    this.fix = reason.slice(reason.lastIndexOf('; ') + 2);
  }

  /** What is wrong, without the fix. */
  get fault(): string {
    return this.message.slice(0, -(this.fix.length + 2));
  }
}
