/** Manifests as the YAML that a reviewer sees, with certificates and sealed values told and keys left out: for snapshots. */
import { X509Certificate } from 'node:crypto';
import type { Manifest } from '../model/manifest';
import { renderYaml } from '../output/yaml-emitter';

/** Every file under its path, in the order of paths. */
export function renderYamlSnapshot(manifests: readonly Manifest[]): string {
  const files = manifests.map(({ path, object }) => `# ${path}\n${tellCertificates(renderYaml(object))}`);
  return files.sort().join('---\n');
}

/**
 * The text with PEM, plain or in base64, replaced by what it says, and sealed values by their size:
 * `<certificate CN=shop O=acme issued by …>`, `<key>`, `<sealed 771 bytes>`.
 */
export function tellCertificates(text: string): string {
  return text
    .replace(BASE64_PEM, (base64) => tellPem(Buffer.from(base64, 'base64').toString().trim()).replaceAll('\n', ' '))
    .replace(PEM, tellBlock)
    .replace(SEALED, (base64) => `<sealed ${Buffer.from(base64, 'base64').length} bytes>`);
}

/** Base64 that begins with a length of 512 bytes, as values for a sealing key of 4096 bits do. */
const SEALED = /\bAg[A-D][A-Za-z0-9+/]{600,}=*/g;
/** `LS0tLS1CRUdJTi` is `-----BEGIN `. */
const BASE64_PEM = /\bLS0tLS1CRUdJTi[A-Za-z0-9+/]+=*/g;
const PEM = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

function tellPem(pem: string): string {
  return pem.replace(PEM, tellBlock);
}

function tellBlock(block: string, kind: string): string {
  if (kind.endsWith('PRIVATE KEY')) return '<key>';
  return kind === 'CERTIFICATE' ? `<${tellCertificate(block)}>` : `<${kind.toLowerCase()}>`;
}

function tellCertificate(pem: string): string {
  const { subject, issuer, subjectAltName, validTo } = new X509Certificate(pem.replace(/^[ \t]+/gm, ''));
  const signer = subject === issuer ? 'itself' : (/^CN=.*$/m.exec(issuer)?.[0] ?? tellName(issuer));
  const names = subjectAltName === undefined ? '' : ` ${subjectAltName};`;
  return `certificate ${tellName(subject)} issued by ${signer};${names} until ${tellDay(validTo)}`;
}

/** Node shows one attribute a line, the most significant first. */
function tellName(name: string): string {
  return name.split('\n').reverse().join(' ');
}

function tellDay(date: string): string {
  return new Date(date).toISOString().slice(0, 10);
}
