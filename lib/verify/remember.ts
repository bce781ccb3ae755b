/** Names, keys and labels come again with every object: what was judged once is looked up. */

/** Many more than one folder of objects has, and few enough to keep. */
const MOST = 10_000;

/** The same judge, which must depend on nothing but the text. Forgets everything now and then. */
export function remember(judge: (text: string) => boolean): (text: string) => boolean {
  const judged = new Map<string, boolean>();
  return (text) => {
    let verdict = judged.get(text);
    if (verdict === undefined) {
      verdict = judge(text);
      if (judged.size >= MOST) judged.clear();
      judged.set(text, verdict);
    }
    return verdict;
  };
}
