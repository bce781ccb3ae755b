/** What a person would look at first when a namespace does not become ready. */
import { tryRun } from './command';
import { isReady, list, type Pod } from './kubectl';

const LINES = 25;

/** Pods, latest events, and for each pod that is not ready its description and the end of its logs. */
export async function explainTrouble(namespaces: readonly string[]): Promise<string> {
  const parts: string[] = [];
  for (const namespace of namespaces) {
    const show = async (...words: string[]): Promise<void> => {
      const { stdout, stderr } = await tryRun(['kubectl', '-n', namespace, ...words]);
      parts.push(`--- ${namespace}: ${words.join(' ')}`, tail(stdout + stderr));
    };
    await show('get', 'pods', '-o', 'wide');
    await show('get', 'events', '--sort-by=.lastTimestamp');
    const pods = await list<Pod>(namespace, 'pods');
    for (const { metadata } of pods.filter((pod) => !isReady(pod) && pod.status.phase !== 'Succeeded').slice(0, 3)) {
      await show('describe', 'pod', metadata.name);
      await show('logs', metadata.name, '--all-containers', '--prefix', `--tail=${LINES}`);
    }
  }
  return parts.join('\n');
}

function tail(text: string): string {
  return text.trimEnd().split('\n').slice(-LINES).join('\n');
}
