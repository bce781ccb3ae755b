/** Who accepts whom, asked of the real `openssl` program, which must also name the reason. */
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificatePlan } from '../model/certificate';
import { deriveScopeSeed, scopeOf } from './derive';
import { issueCertificates } from './issue';
import { deriveKeyPair, type KeyPair } from './keys';
import { toPem } from './pem';
import { demoSeed } from './seed';
import { signMessage } from './sign-message';
import {
  aLeafPlan,
  anAuthorityPlan,
  during,
  hostOf,
  notAfter,
  notBefore,
  twoTenants,
} from '../testing/two-tenants-pki';
import { renderCertificate, toIssuer, type Issuer } from './x509';

const store = issueCertificates(twoTenants(), demoSeed);
const pemOf = (id: string): string => store.get(id)?.certificatePem ?? '';
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-trust-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

// X509_V_ERR_*, openssl/x509_vfy.h.
const accepted = 0;
const incomplete = 2;
const badSignature = 7;
const notYetValid = 9;
const expired = 10;
const selfSignedStranger = 19;
const unknownIssuer = 20;
const pathTooLong = 25;
const wrongPurpose = 26;
const notPermitted = 47;
const notAnAuthority = 79;

type Purpose = 'sslserver' | 'sslclient';
const bothPurposes: readonly Purpose[] = ['sslserver', 'sslclient'];

interface Case {
  readonly leaf: string;
  readonly trust: string;
  /** Certificates that the other side sends along. */
  readonly sent: readonly string[];
  readonly purpose: Purpose;
  readonly at?: Date;
}

/** The number of the first error that openssl finds, strictly by RFC 5280, or 0. */
function opensslVerdict({ leaf, trust, sent, purpose, at = during }: Case): number {
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const seconds = String(at.getTime() / 1000);
  const options = ['-x509_strict', '-no-CApath', '-no-CAstore', '-purpose', purpose, '-attime', seconds];
  const untrusted = sent.length === 0 ? [] : ['-untrusted', file('sent', sent.join(''))];
  const files = ['-CAfile', file('trust', trust), ...untrusted, file('leaf', leaf)];
  const { status, stderr } = spawnSync('openssl', ['verify', ...options, ...files], { encoding: 'utf8' });
  const error = /^error (\d+) at/m.exec(stderr)?.[1];
  if ((status === 0) !== (error === undefined)) throw new Error(`openssl said neither yes nor why not: ${stderr}`);
  return Number(error ?? accepted);
}

const keyOf = (keyId: string): KeyPair => deriveKeyPair(deriveScopeSeed(demoSeed, scopeOf(keyId)), keyId);

/** What acme could sign if it had its authority's key in hand: anything. */
const acme = toIssuer(anAuthorityPlan('acme').subject, keyOf('acme/authority'), demoSeed);
function forge(changes: Partial<CertificatePlan>, issuer: Issuer = acme): string {
  const plan = aLeafPlan('acme', 'shop', changes);
  return renderCertificate(plan, keyOf(plan.keyId).publicPoint, issuer);
}

describe.each(bothPurposes)('as %s', (purpose) => {
  const own = { leaf: pemOf('acme/app/shop'), sent: [pemOf('acme/authority')], purpose };
  const toRoot = { trust: pemOf('root'), sent: [pemOf('acme/authority')], purpose };
  const toTwin = { ...toRoot, trust: pemOf('acme/twin') };

  test('an identity is accepted by whoever trusts the root', () => {
    expect(opensslVerdict({ ...own, ...toRoot })).toBe(accepted);
  });

  test('an identity is accepted by its own tenant, which trusts the twin, with the authority sent along or not', () => {
    expect(opensslVerdict({ ...own, ...toTwin })).toBe(accepted);
    expect(opensslVerdict({ ...own, ...toTwin, sent: [] })).toBe(accepted);
  });

  test('an identity of another tenant is refused by whoever trusts the twin', () => {
    const globex = { leaf: pemOf('globex/app/shop'), sent: [pemOf('globex/authority')], purpose };
    expect(opensslVerdict({ ...globex, trust: pemOf('root') })).toBe(accepted);
    expect(opensslVerdict({ ...globex, trust: pemOf('acme/twin') })).toBe(unknownIssuer);
    expect(opensslVerdict({ ...globex, trust: pemOf('acme/twin'), sent: [...globex.sent, pemOf('root')] })).toBe(
      selfSignedStranger,
    );
  });

  test('whoever trusts no more than the authority accepts nobody, which is why there are twins', () => {
    expect(opensslVerdict({ ...own, trust: pemOf('acme/authority') })).toBe(incomplete);
  });

  test('what acme may sign is accepted', () => {
    for (const dnsNames of [['localhost'], ['x.acme.svc.cluster.local'], [hostOf('acme')], ['acme.apps.example.com']]) {
      expect(opensslVerdict({ ...toRoot, leaf: forge({ dnsNames }) })).toBe(accepted);
    }
    expect(opensslVerdict({ ...toRoot, leaf: forgeAddress([127, 0, 0, 1]) })).toBe(accepted);
    expect(opensslVerdict({ ...toRoot, leaf: forgeAddress([...Array<number>(15).fill(0), 1]) })).toBe(accepted);
  });

  test.each([
    ['a service name', forge({ dnsNames: ['shop.globex.svc'] })],
    ['a full service name', forge({ dnsNames: ['shop.globex.svc.cluster.local'] })],
    ['a service name beside a good one', forge({ dnsNames: ['shop.acme.svc', 'shop.globex.svc'] })],
    ['a public host', forge({ dnsNames: [hostOf('globex')] })],
    ['a name that only ends alike', forge({ dnsNames: ['shop.notacme.svc'] })],
    ['a bare service name', forge({ dnsNames: ['shop.globex'] })],
    ['a name for everybody', forge({ dnsNames: ['*.svc'] })],
    [
      'a host in its common name alone',
      forge({ dnsNames: [], subject: { organization: 'acme', commonName: hostOf('globex') } }),
    ],
    ['a URI', forge({ uris: ['spiffe://globex.apps.example.com/app/shop'] })],
    ['a URI of the domain above', forge({ uris: ['spiffe://apps.example.com/app/shop'] })],
    ['a URI below its own', forge({ uris: ['spiffe://x.acme.apps.example.com/app/shop'] })],
    ['an IPv4 address', forgeAddress([10, 0, 0, 1])],
    ['an IPv6 address', forgeAddress([...Array<number>(15).fill(0), 2])],
    ['a subject', forge({ subject: { organization: 'globex', commonName: 'shop' } })],
    [
      'a subject whose organization begins alike',
      forge({ subject: { organization: 'acmeglobex', commonName: 'shop' } }),
    ],
  ])('%s of another tenant, signed by acme, is refused by whoever trusts the root', (_, leaf) => {
    expect(opensslVerdict({ ...toRoot, leaf })).toBe(notPermitted);
  });

  test('an authority below an authority is refused', () => {
    const below = anAuthorityPlan('acme', { keyId: 'acme/sub', subject: { organization: 'acme', unit: 'sub' } });
    const sub = toIssuer(below.subject, keyOf('acme/sub'), demoSeed);
    const sent = [pemOf('acme/authority'), forge(below)];
    for (const trust of [pemOf('root'), pemOf('acme/twin')]) {
      expect(opensslVerdict({ leaf: forge({}, sub), trust, sent, purpose })).toBe(pathTooLong);
    }
  });

  test('a leaf that signs a leaf is refused', () => {
    const shop = toIssuer(aLeafPlan('acme', 'shop').subject, keyOf('acme/app/shop'), demoSeed);
    const sent = [pemOf('acme/authority'), pemOf('acme/app/shop')];
    const leaf = forge({ keyId: 'acme/app/x', subject: { organization: 'acme', commonName: 'x' } }, shop);
    expect(opensslVerdict({ leaf, trust: pemOf('acme/twin'), sent, purpose })).toBe(notAnAuthority);
  });

  test('a certificate counts from its first second to its last', () => {
    const at = (date: Date, seconds: number): Case => ({
      ...own,
      ...toTwin,
      at: new Date(date.getTime() + 1000 * seconds),
    });
    expect(opensslVerdict(at(notBefore, -1))).toBe(notYetValid);
    expect(opensslVerdict(at(notBefore, 0))).toBe(accepted);
    // RFC 5280 §4.1.2.5 counts the last second in, OpenSSL does not.
    expect(opensslVerdict(at(notAfter, -1))).toBe(accepted);
    expect(opensslVerdict(at(notAfter, 1))).toBe(expired);
  });

  test('the authority’s name over another key is refused', () => {
    const impostor = toIssuer(anAuthorityPlan('acme').subject, keyOf('globex/authority'), demoSeed);
    expect(opensslVerdict({ ...toTwin, leaf: forge({}, impostor) })).toBe(unknownIssuer);
    const withItsIdentifier = { ...impostor, keyIdentifier: acme.keyIdentifier };
    expect(opensslVerdict({ ...toTwin, leaf: forge({}, withItsIdentifier) })).toBe(badSignature);
  });
});

test('a public certificate serves, and is no client', () => {
  const leaf = pemOf(`acme/host/${hostOf('acme')}`);
  for (const trust of [pemOf('root'), pemOf('acme/twin')]) {
    const sent = [pemOf('acme/authority')];
    expect(opensslVerdict({ leaf, trust, sent, purpose: 'sslserver' })).toBe(accepted);
    expect(opensslVerdict({ leaf, trust, sent, purpose: 'sslclient' })).toBe(wrongPurpose);
  }
});

/** A leaf with an IP address, which no plan can ask for: a DNS name of the same length is overwritten, and the whole signed anew. */
function forgeAddress(address: readonly number[]): string {
  const name = 'x'.repeat(address.length);
  const der = new X509Certificate(forge({ dnsNames: [name], uris: [] })).raw;
  const tbs = der.subarray(4, 8 + der.readUInt16BE(6));
  const at = tbs.indexOf(Buffer.from([0x82, name.length, ...Buffer.from(name)]));
  tbs.set([0x87, name.length, ...address], at);
  const signature = signMessage(acme.key, tbs);
  const algorithm = Buffer.from('300a06082a8648ce3d040302', 'hex');
  const body = Buffer.concat([tbs, algorithm, Buffer.from([3, signature.length + 1, 0]), signature]);
  return toPem('CERTIFICATE', Buffer.concat([Buffer.from([0x30, 0x82, body.length >> 8, body.length & 0xff]), body]));
}
