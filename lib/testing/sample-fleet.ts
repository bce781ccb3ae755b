/** The fleet that the quick start runs, with the certificates that everybody gets for it. */
import { loadFleet } from '../input/load-fleet';
import type { DrawableStore } from '../model/certificate';
import type { Fleet } from '../model/fleet';
import { renderIssues } from '../model/issue';
import { issueCertificates } from '../pki/issue';
import { planCertificates } from '../pki/plan';
import { sealLeaves } from '../pki/seal-leaves';
import { demoSeed } from '../pki/seed';
import { demoSealingPair } from './sealing-pairs';

/** @throws Error where it has issues. */
export function loadSampleFleet(): Fleet {
  const loaded = loadFleet('fleet');
  if (!loaded.ok) throw new Error(renderIssues(loaded.issues));
  return loaded.value;
}

/** With keys as the fleet's mode has them: sealed for the demo certificate, or plain. */
export function issueSampleCertificates(fleet: Fleet): DrawableStore {
  const certificates = issueCertificates(planCertificates(fleet), demoSeed);
  if (fleet.platform.spec.secrets.mode === 'plain') return certificates;
  return sealLeaves(fleet, certificates, demoSealingPair().recipient, demoSeed);
}
