/** The fleet that the quick start runs, with the certificates that everybody gets for it. */
import { loadFleet } from '../input/load-fleet';
import type { CertificateStore } from '../model/certificate';
import type { Fleet } from '../model/fleet';
import { renderIssues } from '../model/issue';
import { issueCertificates } from '../pki/issue';
import { planCertificates } from '../pki/plan';
import { demoSeed } from '../pki/seed';

/** @throws Error where it has issues. */
export function loadSampleFleet(): Fleet {
  const loaded = loadFleet('fleet');
  if (!loaded.ok) throw new Error(renderIssues(loaded.issues));
  return loaded.value;
}

export function issueSampleCertificates(fleet: Fleet): CertificateStore {
  return issueCertificates(planCertificates(fleet), demoSeed);
}
