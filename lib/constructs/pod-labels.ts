/** Labels by which Services, workloads and policies find pods: made of names alone, so that selectors never change. */
import type { Party } from '../model/flow';

export const APP_LABEL = 'gatehouse.dev/app';
export const COMPONENT_LABEL = 'gatehouse.dev/component';
export const TENANT_LABEL = 'gatehouse.dev/tenant';

/** A party that has pods. */
export type PodParty = Exclude<Party, { kind: 'internet' | 'outside' }>;

/** What selects the pods of `party` within its namespace. */
export function podSelector(party: PodParty): Record<string, string> {
  return party.kind === 'app' ? { [APP_LABEL]: party.app } : { [COMPONENT_LABEL]: party.kind };
}

/** The selector and what people filter by (Kubernetes, "Recommended Labels"). */
export function podLabels(party: PodParty): Record<string, string> {
  const name = party.kind === 'app' ? party.app : party.kind;
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/managed-by': 'gatehouse',
    ...(party.kind === 'front' ? {} : { [TENANT_LABEL]: party.tenant }),
    ...podSelector(party),
  };
}
