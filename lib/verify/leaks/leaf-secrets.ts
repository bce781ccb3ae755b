/** The Secrets in which mode `plain`, and no other, may write keys: those of the leaves. */
import type { Fleet } from '../../model/fleet';
import { hasGate } from '../../model/flows';
import { EGRESS, GATE_LEAVES_SECRET, leafSecretOf, namespaceOf } from '../../model/names';
import { hasEgressGateway } from '../../model/outside';

/** `acme/shop-leaf` of each; empty in the other modes. */
export function leafSecretsOf({ platform, tenants }: Fleet): ReadonlySet<string> {
  if (platform.spec.secrets.mode !== 'plain') return new Set();
  return new Set(
    tenants.flatMap((tenant) =>
      [
        ...tenant.apps.map(({ name }) => leafSecretOf(name)),
        ...(hasGate(tenant) ? [GATE_LEAVES_SECRET] : []),
        ...(hasEgressGateway(tenant) ? [leafSecretOf(EGRESS)] : []),
      ].map((name) => `${namespaceOf(tenant)}/${name}`),
    ),
  );
}
