/** Hosts and names go into files that other programs read: only what none of them could read as anything else. */

const PLAIN = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/** The word itself; an error of ours where model/schema.ts let something else through. */
export function plainWord(text: string): string {
  if (!PLAIN.test(text)) throw new Error(`not a plain word for a client kit: ${JSON.stringify(text)}`);
  return text;
}
