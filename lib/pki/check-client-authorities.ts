/** The authorities that public clients' certificates are checked against, as the documents give them: sound, and none of the fleet's own. */
import { X509Certificate } from 'node:crypto';
import type { Fleet } from '../model/fleet';
import { fault, type Issue } from '../model/issue';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/=\r\n]+-----END CERTIFICATE-----\s*/g;

/**
 * nginx would not start with a file that it cannot read, and lets nobody in where no authority signed itself: both are told here.
 * `asOf` is the day that counts: no clock is read.
 */
export function checkClientAuthorities(fleet: Fleet): Issue[] {
  return fleet.tenants.flatMap(({ apps }) =>
    apps.flatMap(({ spec, source }) =>
      spec.endpoints.flatMap(({ clientCertificates }, index) => {
        if (clientCertificates === undefined) return [];
        const where = source.placeOf(['spec', 'endpoints', index, 'clientCertificates', 'ca']);
        return faultsOf(fleet, clientCertificates.ca).map(([message, fix]) =>
          fault('client-authority', where, message, fix),
        );
      }),
    ),
  );
}

type Fault = readonly [message: string, fix: string];

/** Never repeats the text: somebody may have put a key there. */
function faultsOf(fleet: Fleet, text: string): Fault[] {
  if (text.includes('PRIVATE KEY'))
    return [
      ['a private key stands in ca (it is not shown here)', 'remove it, and make another: this one is written down'],
    ];
  if (text.replace(CERTIFICATE, '').trim() !== '')
    return [['ca is not certificates in PEM and nothing else', 'write ca: | and the text of the file below it']];
  const certificates = (text.match(CERTIFICATE) ?? []).map(parse);
  const readable = certificates.filter((certificate) => certificate !== undefined);
  if (readable.length < certificates.length) return [['a certificate in ca cannot be read', 'copy it whole']];
  return [...readable.flatMap((certificate) => checkOne(fleet, certificate)), ...checkRoot(readable)];
}

function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function checkOne(fleet: Fleet, certificate: X509Certificate): Fault[] {
  const name = JSON.stringify(certificate.subject.split('\n').join(', '));
  const { asOf } = fleet.platform.spec.pki;
  const end = new Date(certificate.validTo);
  if (isOfFleet(fleet, certificate)) {
    const why = 'every app that it has signed would pass for a user';
    return [
      [`${name} in ca has the name of an authority of this fleet: ${why}`, 'make an authority for the users alone'],
    ];
  }
  return [
    ...(certificate.ca ? [] : [[`${name} in ca is no authority`, 'give the certificate that signed it'] as const]),
    ...(end < new Date(`${asOf}T00:00:00Z`)
      ? [
          [
            `${name} in ca ended on ${end.toISOString().slice(0, 10)}, before asOf ${asOf}`,
            'give its successor',
          ] as const,
        ]
      : []),
  ];
}

/** A chain ends at a certificate that signed itself: OpenSSL takes no part of one unless told to (X509_V_FLAG_PARTIAL_CHAIN). */
function checkRoot(certificates: readonly X509Certificate[]): Fault[] {
  if (certificates.some((certificate) => certificate.checkIssued(certificate))) return [];
  return [['no certificate in ca has signed itself, so nginx would believe nobody', 'add the root to them']];
}

/** By name, as `pki/plan.ts` gives it: in mode `cert-manager` their keys are not known. */
function isOfFleet({ platform, tenants }: Fleet, { subject }: X509Certificate): boolean {
  const lines = subject.split('\n');
  const is = (organization: string, unit: string): boolean =>
    lines.includes(`O=${organization}`) && lines.includes(`OU=${unit}`);
  return is(platform.name, 'root') || tenants.some(({ name }) => is(name, 'authority'));
}
