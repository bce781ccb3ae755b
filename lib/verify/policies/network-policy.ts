/** Which objects are NetworkPolicies; those of CNI plugins have other fields. */
import type { Identity } from '../indexed-object';

export function isNetworkPolicy({ groupKind }: Identity): boolean {
  return groupKind === 'NetworkPolicy.networking.k8s.io';
}
