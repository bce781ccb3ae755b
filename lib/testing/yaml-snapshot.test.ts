/** Snapshots tell certificates in words and show no key. */
import { demoSeed } from '../pki/seed';
import { issueCertificates } from '../pki/issue';
import { twoTenants } from './two-tenants-pki';
import { tellCertificates } from './yaml-snapshot';

const store = issueCertificates(twoTenants(), demoSeed);

function pemOf(id: string): { readonly certificate: string; readonly key: string } {
  const issued = store.get(id);
  if (issued === undefined) throw new Error(id);
  return { certificate: issued.certificatePem, key: issued.keyPem };
}

const SHOP =
  '<certificate CN=shop O=acme issued by OU=signs O=acme; ' +
  'DNS:shop.acme.svc, DNS:shop.acme.svc.cluster.local, URI:spiffe://acme.apps.example.com/app/shop; until 2027-01-30>';
const TWIN = '<certificate OU=signs O=acme issued by itself; until 2056-11-01>';

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

test('a certificate is told in one line where it stands', () => {
  const indented = pemOf('acme/twin').certificate.replace(/^(?=.)/gm, '    ');
  expect(tellCertificates(`data:\n  ca.crt: |\n${indented}kind: x\n`)).toBe(
    `data:\n  ca.crt: |\n    ${TWIN}\nkind: x\n`,
  );
});

test('a chain in base64 is told certificate by certificate', () => {
  const chain = pemOf('acme/app/shop').certificate + pemOf('acme/twin').certificate;
  expect(tellCertificates(`  tls.crt: ${base64(chain)}\n  more: 1\n`)).toBe(`  tls.crt: ${SHOP} ${TWIN}\n  more: 1\n`);
});

test('a key is never shown, in whatever form it stands', () => {
  const { key } = pemOf('acme/app/shop');
  expect(tellCertificates(`  tls.key: ${base64(key)}\n`)).toBe('  tls.key: <key>\n');
  expect(tellCertificates(`${key}x`)).toBe('<key>\nx');
  expect(tellCertificates(key.replaceAll('PRIVATE', 'EC PRIVATE'))).toBe('<key>\n');
});

test('a sealed value is told by its size', () => {
  const sealed = Buffer.concat([Buffer.of(2, 0), Buffer.alloc(512 + 257, 9)]).toString('base64');
  expect(tellCertificates(`  tls.key: ${sealed}\n  more: 1\n`)).toBe('  tls.key: <sealed 771 bytes>\n  more: 1\n');
});

test('text without certificates stays as it is', () => {
  expect(tellCertificates('a: LS0tLS1\nb: -----BEGIN\n')).toBe('a: LS0tLS1\nb: -----BEGIN\n');
});
