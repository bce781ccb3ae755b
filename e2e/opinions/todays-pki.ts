/** The sample fleet's certificates as a synth makes them, dated so that they are valid now: live handshakes go by the wall clock. */
import { loadFleet } from '../../lib/input/load-fleet';
import type { CertificatePlan, CertificateStore } from '../../lib/model/certificate';
import type { Fleet } from '../../lib/model/fleet';
import { renderIssues } from '../../lib/model/issue';
import { issueCertificates } from '../../lib/pki/issue';
import { planCertificates } from '../../lib/pki/plan';
import { demoSeed } from '../../lib/pki/seed';

export const DAY = 86_400_000;

export interface TodaysPki {
  /** In whole seconds. */
  readonly now: Date;
  readonly store: CertificateStore;
  /** @throws Error where no certificate is called so. */
  readonly planOf: (id: string) => CertificatePlan;
}

export function makeTodaysPki(): TodaysPki {
  const now = new Date(Math.floor(Date.now() / 1000) * 1000);
  const store = issueCertificates(planCertificates(dateFleet(now)), demoSeed);
  const planOf = (id: string): CertificatePlan => {
    const plan = store.get(id)?.plan;
    if (plan === undefined) throw new Error(`the sample fleet has no certificate ${id}`);
    return plan;
  };
  return { now, store, planOf };
}

function dateFleet(now: Date): Fleet {
  const loaded = loadFleet('fleet');
  if (!loaded.ok) throw new Error(renderIssues(loaded.issues));
  const { platform, tenants } = loaded.value;
  const dayOf = (days: number): string => new Date(now.getTime() + days * DAY).toISOString().slice(0, 10);
  const pki = { ...platform.spec.pki, since: dayOf(-400), asOf: dayOf(-2) };
  return { ...loaded.value, platform: { ...platform, spec: { ...platform.spec, pki } }, tenants };
}
