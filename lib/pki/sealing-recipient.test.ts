/** The sealing certificate is read, or refused with what is wrong and what to do. */
import { execFileSync } from 'node:child_process';
import { renderIssue } from '../model/issue';
import { aPlatform } from '../testing/a-platform';
import { demoSealingPair, makeSealingPair } from '../testing/sealing-pairs';
import { parseSealingRecipient } from './sealing-recipient';

const demo = demoSealingPair();

function faultsOf(sealing: string | undefined, asOf = '2026-11-01'): string[] {
  const platform = aPlatform({ pki: { seed: 'demo', since: '2026-01-01', asOf }, secrets: { mode: 'sealed' } });
  const result = parseSealingRecipient({ platform, pki: sealing === undefined ? {} : { sealing } });
  return result.ok ? [] : result.issues.map(renderIssue);
}

const fetchIt = "fetch your cluster's: kubeseal --fetch-cert > fleet/pki/sealing.pem";

test('the certificate of the sample is read, with the fingerprint that openssl tells', () => {
  const result = parseSealingRecipient({ platform: aPlatform(), pki: { sealing: demo.certificatePem } });
  const told = execFileSync('openssl', ['x509', '-noout', '-fingerprint', '-sha256'], { input: demo.certificatePem });
  const fingerprint = told.toString().trim().split('=')[1]?.replaceAll(':', '').toLowerCase();
  expect(result).toMatchObject({ ok: true, value: { fingerprint } });
  expect(result.ok && result.value.publicKey.asymmetricKeyDetails?.modulusLength).toBe(4096);
});

test.each([
  ['is not there', undefined, "needs the cluster's sealing certificate, and pki/sealing.pem is not there"],
  ['is empty', '', 'this is no certificate in PEM'],
  ['is an error message', 'error: cannot fetch certificate', 'this is no certificate in PEM'],
  ['is a public key', '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n', 'this is no certificate in PEM'],
  ['is nonsense', '-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n', 'cannot be read'],
  ['is cut off', demo.certificatePem.slice(0, 900), 'this is no certificate in PEM'],
  ['is there twice', demo.certificatePem + demo.certificatePem, 'here are 2 certificates; keys are sealed for one'],
])('a certificate that %s is refused', (_what, text, reason) => {
  const [fault, ...others] = faultsOf(text);
  expect(fault).toMatch(/^pki\/sealing.pem:1:1 /);
  expect(fault).toContain(reason);
  expect(fault).toContain(fetchIt);
  expect(others).toEqual([]);
});

test('a private key beside the certificate is refused and not shown', () => {
  const faults = faultsOf(demo.certificatePem + demo.keyPem);
  expect(faults).toEqual([
    `pki/sealing.pem:1:1 a private key lies in this file, which only a certificate may (it is not shown here); ${fetchIt}`,
  ]);
});

test.each([
  ['of another kind', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], 'is of type "ec"; allowed: RSA'],
  [
    'for signatures only',
    ['-newkey', 'rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'],
    'is of type "rsa-pss"; allowed: RSA',
  ],
  ['that is too short', ['-newkey', 'rsa:2047'], 'has 2047 bits, at least 2048 are needed'],
])('a key %s is refused', (_what, newkey, reason) => {
  const { certificatePem } = makeSealingPair(...newkey);
  const today = new Date().toISOString().slice(0, 10);
  expect(faultsOf(certificatePem, today)).toEqual([expect.stringContaining(reason)]);
});

test.each([
  ['2025-12-31', 'is valid from 2026-01-01, after asOf 2025-12-31; move asOf in platform.yaml to 2026-01-01 or later'],
  ['2026-01-01', undefined],
  ['2126-01-01', undefined],
  ['2126-01-02', 'expired on 2126-01-01, before asOf 2126-01-02'],
])('as of %s the certificate of the sample is judged by its dates, without a clock', (asOf, reason) => {
  expect(faultsOf(demo.certificatePem, asOf)).toEqual(reason === undefined ? [] : [expect.stringContaining(reason)]);
});

test('a certificate that the cluster made today serves a fleet as of today', () => {
  const today = new Date().toISOString().slice(0, 10);
  expect(faultsOf(makeSealingPair().certificatePem, today)).toEqual([]);
});
