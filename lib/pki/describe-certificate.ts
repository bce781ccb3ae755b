/** A finished certificate in words, read from its bytes with node's X509Certificate. */
import { X509Certificate } from 'node:crypto';
import { readNameConstraints } from './read-name-constraints';

const USES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'be a server',
  '1.3.6.1.5.5.7.3.2': 'be a client',
};
const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
const BASE64_OF_PEM = /LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t[A-Za-z0-9+/]+=*/g;

/** Every certificate in text, PEM or base64 of it as in a Secret, in order; those that cannot be read are left out. */
export function certificatesIn(text: string): X509Certificate[] {
  const decoded = text.replace(BASE64_OF_PEM, (base64) => Buffer.from(base64, 'base64').toString('latin1'));
  return Array.from(decoded.matchAll(PEM), ([pem]) => pem.replace(/[ \t]+(?=\S)(?!CERT)/g, '')).flatMap((pem) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      return [];
    }
  });
}

/** Lines of `name: value`. */
export function describeCertificate(certificate: X509Certificate): string[] {
  const { subject, issuer, subjectAltName = '', ca } = certificate;
  // Undefined in certificates for any use, whatever its type says.
  const keyUsage = (certificate.keyUsage as readonly string[] | undefined) ?? [];
  const isOwn = certificate.checkIssued(certificate);
  const uses = keyUsage.map((oid) => USES[oid] ?? oid);
  const permitted = readNameConstraints(certificate.raw);
  return [
    `subject:   ${oneLine(subject)}`,
    `signed by: ${isOwn ? 'itself' : oneLine(issuer)}`,
    ...(subjectAltName === '' ? [] : [`names:     ${subjectAltName}`]),
    `may:       ${[...(ca ? ['sign certificates'] : []), ...uses].join(', ') || 'sign nothing'}`,
    ...(permitted.length === 0 ? [] : [`only for:  ${permitted.join(', ')}`]),
    `valid:     ${dayOf(certificate.validFrom)} to ${dayOf(certificate.validTo)}`,
    `serial:    ${certificate.serialNumber.toLowerCase()}`,
    `SHA-256:   ${certificate.fingerprint256.replaceAll(':', '').toLowerCase()}`,
  ];
}

/** node prints one attribute a line, in the order of the certificate; people and nginx read the reverse. */
function oneLine(name: string): string {
  return name.split('\n').reverse().join(',');
}

function dayOf(date: string): string {
  return new Date(date).toISOString().slice(0, 10);
}
