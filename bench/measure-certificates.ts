/**
 * One synth in a process of its own, printed as JSON: how many certificates it signed, and what processor time the certificates and the
 * keys of leaves took, from plans to PEM. `measure-certificates.ts <fleet> <output> [<cache>]`.
 */
import { randomBytes } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { synthesize } from '../lib/app';
import type { CertificatePlan, CertificateStore } from '../lib/model/certificate';
import { issueCertificates } from '../lib/pki/issue';
import { deriveKeyPair } from '../lib/pki/keys';
import { demoSeed, type Seed } from '../lib/pki/seed';
import { signMessage } from '../lib/pki/sign-message';
import type { TextCache } from '../lib/pki/text-cache';

export interface Measurement {
  readonly certificates: number;
  readonly signed: number;
  readonly leaves: number;
  /** Processor time, of all threads. */
  readonly issueMilliseconds: number;
  readonly stages: readonly { readonly name: string; readonly milliseconds: number }[];
  /** What one signature takes: ours, and that of @noble/curves, which gives the same bytes. */
  readonly signMilliseconds: number;
  readonly nobleMilliseconds: number;
}

const [fleet = '', output = '', cache] = process.argv.slice(2);

function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function measure(): Measurement {
  let [certificates, leaves, issueMilliseconds] = [0, 0, 0];
  const issue = (plans: readonly CertificatePlan[], seed: Seed, texts: TextCache): CertificateStore => {
    let store: CertificateStore = new Map();
    issueMilliseconds = processorTime(() => {
      store = issueCertificates(plans, seed, texts);
      // Keys are made when asked for, and drawing asks for those of leaves.
      const ofLeaves = [...store.values()].filter(({ plan }) => ['identity', 'public'].includes(plan.profile));
      leaves = ofLeaves.filter(({ keyPem }) => keyPem !== '').length;
    });
    certificates = store.size;
    return store;
  };
  const { issues, signed, stages } = synthesize({ fleet, output, cache, environment: {}, issue });
  if (issues.length > 0) throw new Error(JSON.stringify(issues.slice(0, 3)));
  return { certificates, signed, leaves, issueMilliseconds, stages, ...compareSignatures() };
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

process.stdout.write(`${JSON.stringify(measure())}\n`);
