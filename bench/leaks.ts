/**
 * What the leak guard takes: `node -r @swc-node/register bench/leaks.ts`. Three outputs of about 28 MB are searched: 8,000
 * SealedSecrets, the sample fleet without its Secrets, and its leaf Secrets. `as bytes` is what Buffer.from takes of the same
 * texts, in the same round: the ratio of the two can be compared between machines. Each figure is processor
 * time, the median of five rounds.
 */
import { randomBytes } from 'node:crypto';
import { drawManifests } from '../lib/charts/draw-manifests';
import { renderYaml } from '../lib/output/yaml-emitter';
import { issueSampleCertificates, loadSampleFleet } from '../lib/testing/sample-fleet';
import { checkLeaks } from '../lib/verify/leaks/check-leaks';

const ROUNDS = 5;
const CHARACTERS = 27e6;

const fleet = loadSampleFleet();
const certificates = issueSampleCertificates(fleet);
const chain = [...certificates.values()].slice(0, 2).map(({ certificatePem }) => certificatePem);

function sealedDocuments(): string[] {
  return Array.from({ length: 8000 }, (_, index) =>
    renderYaml({
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { name: `app-${index}-leaf`, namespace: 'acme' },
      spec: {
        encryptedData: { 'tls.key': randomBytes(1028).toString('base64') },
        template: { type: 'kubernetes.io/tls', data: { 'tls.crt': chain.join('') } },
      },
    }),
  );
}

/** The same texts again and again. */
function sampleDocuments(isSecret: boolean): string[] {
  const texts = drawManifests(fleet, certificates)
    .filter(({ object }) => (object.kind === 'Secret') === isSecret)
    .map(({ object }) => renderYaml(object));
  const size = texts.reduce((sum, text) => sum + text.length, 0);
  return Array.from({ length: Math.ceil(CHARACTERS / size) }, () => texts).flat();
}

function timed(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function measure(texts: readonly string[]): Record<string, string | number> {
  // Copies, since a text that was put together of many is made one when it is first read.
  const files = new Map(texts.map((text, index) => [String(index), Buffer.from(text).toString()]));
  const rounds = Array.from({ length: ROUNDS }, () => ({
    guard: timed(() => {
      if (checkLeaks(files, fleet).length > 0) throw new Error('a false alarm');
    }),
    bytes: timed(() => {
      for (const text of files.values()) Buffer.from(text);
    }),
  }));
  const [guard, bytes] = [median(rounds.map((round) => round.guard)), median(rounds.map((round) => round.bytes))];
  return {
    files: files.size,
    MB: (texts.reduce((sum, text) => sum + text.length, 0) / 1e6).toFixed(1),
    'guard ms': guard.toFixed(0),
    'as bytes ms': bytes.toFixed(0),
    ratio: (guard / bytes).toFixed(1),
  };
}

console.table({
  sealed: measure(sealedDocuments()),
  'no Secrets': measure(sampleDocuments(false)),
  'leaf Secrets': measure(sampleDocuments(true)),
});
