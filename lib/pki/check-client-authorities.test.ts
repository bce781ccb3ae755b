/** Whose certificates public clients may show: what is refused before nginx could stumble over it, or believe too much. */
import { readFileSync } from 'node:fs';
import { certificateIds } from '../model/names';
import { renderIssue } from '../model/issue';
import { aFleet } from '../testing/a-fleet';
import { checkClientAuthorities } from './check-client-authorities';
import { issueCertificates } from './issue';
import { planCertificates } from './plan';
import { demoSeed } from './seed';

const pki = { seed: 'demo', since: '2026-11-01', asOf: '2026-11-01' } as const;

/** Certificates of a fleet of somebody else's, whose tenant plays a company with an authority of its own. */
function ofCompany(id: string, since = '2026-11-01'): string {
  const fleet = aFleet({
    platform: { name: 'elsewhere', pki: { ...pki, since, asOf: since } },
    tenants: [{ name: 'company', apps: [{ name: 'alice' }] }],
  });
  return issueCertificates(planCertificates(fleet), demoSeed).get(id)?.certificatePem ?? '';
}

function ofThisFleet(id: string): string {
  const fleet = aFleet({ tenants: [{ name: 'acme' }, { name: 'globex' }] });
  return issueCertificates(planCertificates(fleet), demoSeed).get(id)?.certificatePem ?? '';
}

function faultsOf(ca: string): string[] {
  const web = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
  const clientCertificates = { mode: 'required', ca } as const;
  const tenants = [{ name: 'acme', apps: [{ endpoints: [{ ...web, clientCertificates }] }] }, { name: 'globex' }];
  return checkClientAuthorities(aFleet({ tenants })).map(renderIssue);
}

const TWIN = ofCompany('company/twin');
const AUTHORITY = ofCompany('company/authority');
const ROOT = ofCompany('root');
const LEAF = ofCompany('company/app/alice');
const PLACE = 'tenants/acme/shop.yaml:17:13';

test.each([
  ['one authority', TWIN],
  ['an authority below a root', AUTHORITY + ROOT],
  ['two roots, with blank lines between', `${TWIN}\n\n${ROOT}`],
  ['one without a last line break', TWIN.trim()],
])('%s is believed', (_, ca) => {
  expect(faultsOf(ca)).toEqual([]);
});

test.each<[string, string, string[]]>([
  [
    'text',
    'no certificate',
    ['ca is not certificates in PEM and nothing else; write ca: | and the text of the file below it'],
  ],
  [
    'text beside',
    `${TWIN}x`,
    ['ca is not certificates in PEM and nothing else; write ca: | and the text of the file below it'],
  ],
  [
    'half a certificate',
    TWIN.replace(/\n[^-\n]+\n(?=-----END)/, '\n'),
    ['a certificate in ca cannot be read; copy it whole'],
  ],
  ['a leaf', TWIN + LEAF, ['"O=company, CN=alice" in ca is no authority; give the certificate that signed it']],
  [
    'an authority that another signed, alone',
    AUTHORITY,
    ['no certificate in ca has signed itself, so nginx would believe nobody; add the root to them'],
  ],
  [
    'one that has ended',
    ofCompany('company/twin', '2000-01-01'),
    [
      '"O=company, OU=authority, CN=company authority" in ca ended on 2020-01-01, before asOf 2026-11-01; give its successor',
    ],
  ],
])('%s is refused', (_, ca, faults) => {
  expect(faultsOf(ca)).toEqual(faults.map((fault) => `${PLACE} ${fault}`));
});

test.each([
  ['root', 'O=prod, OU=root, CN=prod root'],
  ['acme/twin', 'O=acme, OU=authority, CN=acme authority'],
  ['acme/authority', 'O=acme, OU=authority, CN=acme authority'],
  [certificateIds.twin('globex', 1), 'O=globex, OU=authority, CN=globex authority'],
])('%s is refused: every app that it has signed would pass for a user', (id, name) => {
  const what = `"${name}" in ca has the name of an authority of this fleet: every app that it has signed would pass for a user`;
  expect(faultsOf(TWIN + ofThisFleet(id))).toEqual([`${PLACE} ${what}; make an authority for the users alone`]);
});

test('a key is refused and never repeated', () => {
  const key = readFileSync('e2e/fixtures/client-authority.key', 'utf8');
  const [issue, ...others] = faultsOf(TWIN + key);
  const what =
    'a private key stands in ca (it is not shown here); remove it, and make another: this one is written down';
  expect([issue, others]).toEqual([`${PLACE} ${what}`, []]);
});
