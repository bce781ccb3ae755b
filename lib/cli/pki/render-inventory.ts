/** What `gatehouse pki show` prints of the inventory. */
import type { CertificateProfile } from '../../model/certificate';
import type { Fleet } from '../../model/fleet';
import type { Generations } from '../../model/generations';
import type { Inventory, InventoryEntry } from '../../pki/inventory';

const MAY: Readonly<Record<CertificateProfile, string>> = {
  root: "sign tenants' authorities",
  authority: "sign leaves of its tenant, within the tenant's names",
  twin: 'be trusted by its tenant, and nobody else, in the place of its authority',
  identity: 'be a server, be a client',
  public: 'be a server',
  guest: 'be a client, of the tenant alone whose authority signed it',
};

export function renderEntry(entry: InventoryEntry): string {
  const { id, profile, subject, issuer, generation, dnsNames, uris, notBefore, notAfter, serial, sha256 } = entry;
  const names = [...dnsNames, ...uris];
  const signer = issuer === id ? 'itself' : issuer;
  const lines = [
    `${id} (${profile})`,
    `  subject:   ${subject}`,
    `  signed by: ${signer}, generation ${generation}`,
    ...(names.length === 0 ? [] : [`  names:     ${names.join(', ')}`]),
    `  may:       ${MAY[profile]}`,
    `  valid:     ${notBefore} to ${notAfter}`,
    `  serial:    ${serial}`,
    `  SHA-256:   ${sha256}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Root, authorities, numbers of leaves; generations with their states where there is more than one. */
export function renderTree({ asOf, certificates }: Inventory, { platform, tenants }: Fleet): string {
  const roots = certificates.filter(({ profile }) => profile === 'root');
  const generationsOf = new Map(tenants.map(({ name, spec }) => [name, spec.pki.generations]));
  const authorities = certificates.filter(({ profile }) => profile === 'authority');
  return [
    ...roots.map(
      (root) => `${root.id}  ${root.subject}, to ${root.notAfter}${stateOf(root, platform.spec.pki.generations)}`,
    ),
    ...authorities.map((authority) => {
      const state = stateOf(authority, generationsOf.get(authority.id.replace(/\/.*/, '')) ?? []);
      const leaves = certificates.filter(({ issuer }) => issuer === authority.id);
      const first = leaves.map(({ notAfter }) => notAfter).sort()[0];
      const ends = first === undefined ? '' : `, the first ends ${first}`;
      return `  ${authority.id}  ${leaves.length} ${leaves.length === 1 ? 'leaf' : 'leaves'}${ends}${state}`;
    }),
    `${certificates.length} certificates as of ${asOf}`,
    '',
  ].join('\n');
}

function stateOf({ generation }: InventoryEntry, generations: Generations): string {
  if (generations.length < 2) return '';
  const state = generations.find(({ number }) => number === generation)?.state ?? 'dropped';
  return `  (generation ${generation}, ${state})`;
}
