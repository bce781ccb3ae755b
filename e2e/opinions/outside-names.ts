/** Leaves that acme signs with names at the edge of what its authority permits, and beyond. */
import type { CertificatePlan } from '../../lib/model/certificate';
import { sign, signAltered, type Signer } from './hostile-signer';

export interface NamedLeaf {
  readonly id: string;
  readonly about: string;
  readonly leafPem: string;
  /** @default the app's own */
  readonly host?: string;
  /** Whether acme's authority is not sent along. @default no */
  readonly isAlone?: boolean;
}

const BANK = 'bank.globex.svc';

export function outsideNames(shop: CertificatePlan, acme: Signer): NamedLeaf[] {
  const forge = (changes: Partial<CertificatePlan>): string => sign({ ...shop, ...changes }, acme);
  const dns = (id: string, about: string, name: string, host = name): NamedLeaf => ({
    id,
    about,
    leafPem: forge({ dnsNames: [name], uris: [] }),
    host,
  });
  const uri = (id: string, about: string, ...uris: string[]): NamedLeaf => ({ id, about, leafPem: forge({ uris }) });
  const address = (id: string, about: string, ...bytes: number[]): NamedLeaf => ({
    id,
    about,
    leafPem: forgeAddress(shop, acme, bytes),
  });
  const subject = (id: string, about: string, organization: string): NamedLeaf => ({
    id,
    about,
    leafPem: forge({ subject: { organization, commonName: 'shop' } }),
  });
  const zeroes = Array<number>(15).fill(0);
  return [
    dns('localhost', 'permitted: `localhost`', 'localhost'),
    dns('dns-below', 'permitted: a name below its own', 'x.shop.acme.svc.cluster.local'),
    address('loopback', 'permitted: IP 127.0.0.1', 127, 0, 0, 1),
    dns('dns-service', 'DNS: an app of globex', BANK),
    { ...dns('dns-service-alone', 'the same, acme’s authority not sent along', BANK), isAlone: true },
    dns('dns-full', 'DNS: its full name', `${BANK}.cluster.local`),
    dns('dns-public', 'DNS: a public host of globex', 'web.bank.globex.apps.example.com'),
    {
      id: 'dns-beside',
      about: 'DNS: an app of globex beside its own',
      leafPem: forge({ dnsNames: ['shop.acme.svc', BANK] }),
    },
    dns('dns-alike', 'DNS: a name that ends alike', 'shop.notacme.svc'),
    dns('dns-short', 'DNS: an app of globex by its short name', 'bank.globex'),
    dns('dns-upper', 'DNS: an app of globex in capitals', BANK.toUpperCase(), BANK),
    dns('dns-wild', 'DNS: all apps of globex', '*.globex.svc', BANK),
    dns('dns-wild-all', 'DNS: all namespaces', '*.svc.cluster.local', 'globex.svc.cluster.local'),
    dns('dns-dot', 'DNS: an app of globex with a dot at its end', `${BANK}.`, BANK),
    {
      id: 'cn-only',
      about: 'DNS: an app of globex in the common name, no DNS name',
      leafPem: forge({ dnsNames: [], uris: [], subject: { organization: 'acme', commonName: BANK } }),
      host: BANK,
    },
    uri('uri-other', 'URI: an app of globex', 'spiffe://globex.apps.example.com/app/bank'),
    uri('uri-beside', 'URI: the same beside its own', ...shop.uris, 'spiffe://globex.apps.example.com/app/bank'),
    uri('uri-above', 'URI: the domain above all tenants', 'spiffe://apps.example.com/app/bank'),
    uri('uri-below', 'URI: a domain below its own', 'spiffe://x.acme.apps.example.com/app/shop'),
    address('ip-four', 'IP: 10.0.0.1', 10, 0, 0, 1),
    address('ip-six', 'IP: ::2', ...zeroes, 2),
    subject('directory-other', 'directory: O=globex', 'globex'),
    subject('directory-alike', 'directory: O=acmeglobex, which begins alike', 'acmeglobex'),
  ];
}

/** No plan can ask for an address, so a DNS name of the same length makes room for it. */
function forgeAddress(shop: CertificatePlan, acme: Signer, bytes: readonly number[]): string {
  const room = 'x'.repeat(bytes.length);
  const pem = sign({ ...shop, dnsNames: ['shop.acme.svc', room], uris: [] }, acme);
  const [dnsTag, addressTag] = [0x82, 0x87];
  const [from, to] = [
    Buffer.from([dnsTag, room.length, ...Buffer.from(room)]),
    Buffer.from([addressTag, bytes.length, ...bytes]),
  ];
  return signAltered(pem, from, to, acme);
}
