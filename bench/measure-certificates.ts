/**
 * A fleet's certificates in a process of its own, printed as JSON: how many were signed, how many keys sealed, and what processor time
 * that took, from the model to what is drawn. `measure-certificates.ts <fleet in mode sealed> [<cache>]`.
 */
import { randomBytes } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { certify, type Certified } from '../lib/certify';
import { loadFleet } from '../lib/input/load-fleet';
import { loadKeySource } from '../lib/key-source';
import { deriveKeyPair } from '../lib/pki/keys';
import { demoSeed } from '../lib/pki/seed';
import { signMessage } from '../lib/pki/sign-message';
import { Stages } from '../lib/stages';

export interface Measurement {
  readonly certificates: number;
  /** Those whose keys lie in Secrets, and are sealed. */
  readonly leaves: number;
  readonly signed: number;
  readonly sealed: number;
  /** Processor time of all threads: planning, keys, signatures, sealing, and what the cache takes. */
  readonly milliseconds: number;
  /** What one signature takes: ours, and that of @noble/curves, which gives the same bytes. */
  readonly signMilliseconds: number;
  readonly nobleMilliseconds: number;
}

const [folder = '', cache] = process.argv.slice(2);

function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function measure(): Promise<Measurement> {
  const loaded = loadFleet(folder);
  const source = loaded.ok ? await loadKeySource(loaded.value, {}) : loaded;
  if (!loaded.ok || !source.ok) throw new Error('the fleet has faults');
  const stages = new Stages();
  let certified: Certified | undefined;
  const milliseconds = processorTime(() => {
    certified = certify(loaded.value, source.value, stages, { cache });
  });
  if (certified === undefined || certified.warnings.length > 0) throw new Error(JSON.stringify(certified?.warnings));
  const { drawable, signed, sealed } = certified;
  const leaves = [...drawable.values()].filter(({ sealedKey }) => sealedKey !== undefined).length;
  return { certificates: drawable.size, leaves, signed, sealed, milliseconds, ...compareSignatures() };
}

function compareSignatures(): Pick<Measurement, 'signMilliseconds' | 'nobleMilliseconds'> {
  const key = deriveKeyPair(demoSeed, 'bench');
  const messages = Array.from({ length: 300 }, () => randomBytes(600));
  const options = { prehash: true, lowS: false, extraEntropy: false, format: 'der' } as const;
  const each = (sign: (message: Uint8Array) => void): number => {
    messages.slice(0, 50).forEach(sign);
    return (
      processorTime(() => {
        messages.forEach(sign);
      }) / messages.length
    );
  };
  return {
    signMilliseconds: each((message) => signMessage(key, message)),
    nobleMilliseconds: each((message) => p256.sign(message, key.secretScalar.export(), options)),
  };
}

void measure().then((measurement) => process.stdout.write(`${JSON.stringify(measurement)}\n`));
