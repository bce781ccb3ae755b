import { X509Certificate } from 'node:crypto';
import { chainPem, trustPem } from './certificate-chain';
import { issueCertificates } from '../pki/issue';
import { demoSeed } from '../pki/seed';
import { twoTenants } from '../testing/two-tenants-pki';

const store = issueCertificates(twoTenants(), demoSeed);
const pemOf = (id: string): string => store.get(id)?.certificatePem ?? '';

test('a leaf is shown with its authority and without the root', () => {
  expect(chainPem(store, 'acme/app/shop')).toBe(pemOf('acme/app/shop') + pemOf('acme/authority'));
});

test('an authority is shown alone', () => {
  expect(chainPem(store, 'acme/authority')).toBe(pemOf('acme/authority'));
});

test('several anchors stand one after the other, in the order given', () => {
  const bundle = trustPem(store, 'globex/twin', 'root');
  expect(bundle).toBe(pemOf('globex/twin') + pemOf('root'));
  const subjects = bundle.split(/(?<=-----END CERTIFICATE-----\n)/).map((pem) => new X509Certificate(pem).subject);
  expect(subjects).toEqual(['O=globex\nOU=signs', 'O=prod\nOU=signs']);
});

test.each(['root', 'acme/twin'])('%s, which signed itself, is not shown', (id) => {
  expect(() => chainPem(store, id)).toThrow('it is trusted, not shown');
});

test.each(['acme/authority', 'acme/app/shop'])('%s, which did not sign itself, is not trusted', (id) => {
  expect(() => trustPem(store, id)).toThrow('did not sign itself');
});

test('an unknown name is our own mistake', () => {
  expect(() => chainPem(store, 'zeta/app/x')).toThrow('no certificate is called zeta/app/x');
  expect(() => trustPem(store, 'zeta/twin')).toThrow('no certificate is called zeta/twin');
});
