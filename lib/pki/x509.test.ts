import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import forge from 'node-forge';
import type { CertificatePlan, CertificateProfile } from '../model/certificate';
import { issueCertificates } from './issue';
import { deriveKeyPair } from './keys';
import { demoSeed } from './seed';
import { aLeafPlan, anAuthorityPlan, longAfter, twoTenants } from '../testing/two-tenants-pki';
import { renderCertificate, toIssuer } from './x509';

const key = deriveKeyPair(demoSeed, 'acme/authority');
const issuer = toIssuer({ organization: 'acme', unit: 'authority' }, key, demoSeed);
const render = (plan: CertificatePlan): X509Certificate =>
  new X509Certificate(renderCertificate(plan, key.publicPoint, issuer));

test('Node reads back what an identity’s plan said', () => {
  const certificate = render(aLeafPlan('acme', 'shop'));
  expect(certificate.subject).toBe('O=acme\nCN=shop');
  expect(certificate.issuer).toBe('O=acme\nOU=authority');
  expect(certificate.subjectAltName).toBe(
    'DNS:shop.acme.svc, DNS:shop.acme.svc.cluster.local, URI:spiffe://acme.apps.example.com/app/shop',
  );
  expect(certificate.validFrom).toBe('Nov  1 00:00:00 2026 GMT');
  expect(certificate.validTo).toBe('Jan 30 00:00:00 2027 GMT');
  expect(certificate.ca).toBe(false);
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
});

test('years from 2050 are told as GeneralizedTime, years before as UTCTime', () => {
  const certificate = render(anAuthorityPlan('acme'));
  expect(certificate.validTo).toBe('Nov  1 00:00:00 2056 GMT');
  const text = certificate.raw.toString('latin1');
  expect(text).toContain(`\x17\x0d261101000000Z\x18\x0f20561101000000Z`);
  expect(
    render(anAuthorityPlan('acme', { notAfter: new Date('2049-12-31T23:59:59Z') })).raw.toString('latin1'),
  ).toContain('\x17\x0d491231235959Z');
  expect(longAfter.getUTCFullYear()).toBe(2056);
});

test.each<[CertificateProfile, string[]]>([
  ['root', ['basicConstraints! 30060101ff020101', 'keyUsage! 03020106']],
  ['authority', ['basicConstraints! 30060101ff020100', 'keyUsage! 03020106', 'nameConstraints!']],
  ['twin', ['basicConstraints! 30060101ff020100', 'keyUsage! 03020106']],
  ['identity', ['basicConstraints! 3000', 'keyUsage! 03020780']],
  ['public', ['basicConstraints! 3000', 'keyUsage! 03020780']],
])('of a %s certificate exactly these extensions are critical, with these bytes', (profile, expected) => {
  const plan = twoTenants().find((candidate) => candidate.profile === profile);
  if (plan === undefined) throw new Error(`no ${profile} in twoTenants()`);
  const critical = extensionsOf(render(plan)).filter(({ isCritical }) => isCritical);
  expect(critical.map(({ name, hex }) => (name === 'nameConstraints' ? `${name}!` : `${name}! ${hex}`)).sort()).toEqual(
    expected,
  );
});

test('the directory constraint is byte by byte the first part of the subjects that it permits', () => {
  const organization = '310d300b06035504' + '0a0c0461636d65';
  const constraint = extensionsOf(render(anAuthorityPlan('acme'))).find(({ name }) => name === 'nameConstraints');
  // [4] EXPLICIT Name; the subject is the same RDN and then CN.
  expect(constraint?.hex).toContain(`a411300f${organization}`);
  expect(render(aLeafPlan('acme', 'shop')).raw.toString('hex')).toContain(`301e${organization}310d300b0603550403`);
});

test('the signature algorithm has no parameters', () => {
  const hex = render(aLeafPlan('acme', 'shop')).raw.toString('hex');
  expect(hex.match(/300a06082a8648ce3d040302/g)).toHaveLength(2);
});

test('any lawful name survives the way through a certificate', () => {
  const label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/);
  fc.assert(
    fc.property(label, label, fc.array(fc.domain(), { minLength: 1, maxLength: 40 }), (tenant, app, dnsNames) => {
      const certificate = render(aLeafPlan(tenant, app, { dnsNames, uris: [] }));
      expect(certificate.subject).toBe(`O=${tenant}\nCN=${app}`);
      expect(certificate.subjectAltName).toBe(dnsNames.map((name) => `DNS:${name}`).join(', '));
    }),
    { numRuns: 30 },
  );
});

test('a whole store parses', () => {
  for (const { certificatePem } of issueCertificates(twoTenants(), demoSeed).values()) {
    expect(new X509Certificate(certificatePem).toString()).toBe(certificatePem);
  }
});

interface Extension {
  readonly name: string;
  readonly isCritical: boolean;
  readonly hex: string;
}

/** Extensions as forge's parser sees them: TBSCertificate's last, `[3]`. */
function extensionsOf(certificate: X509Certificate): Extension[] {
  const children = ({ value }: forge.asn1.Asn1): forge.asn1.Asn1[] => (Array.isArray(value) ? value : []);
  const text = ({ value }: forge.asn1.Asn1): string => (typeof value === 'string' ? value : '');
  const parsed = forge.asn1.fromDer(certificate.raw.toString('latin1'));
  const extensions = [parsed].flatMap(children).slice(0, 1).flatMap(children).slice(-1).flatMap(children);
  return extensions.flatMap(children).map((extension) => {
    const [id, ...rest] = children(extension).map(text);
    const name: unknown = Reflect.get(forge.pki.oids, forge.asn1.derToOid(id ?? ''));
    return {
      name: String(name),
      isCritical: rest.length === 2,
      hex: Buffer.from(rest.at(-1) ?? '', 'latin1').toString('hex'),
    };
  });
}
