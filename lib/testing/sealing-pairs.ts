/** Sealing certificates with their private keys, and the standard way to unseal what is sealed for them. */
import { execFileSync } from 'node:child_process';
import { constants, createDecipheriv, privateDecrypt, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SealingRecipient } from '../pki/sealing-recipient';

export interface SealingPair {
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly recipient: SealingRecipient;
}

/** The pair of the sample fleet. */
export function demoSealingPair(): SealingPair {
  return toPair(readFileSync('fleet/pki/sealing.pem', 'utf8'), readFileSync('e2e/fixtures/demo-sealing.key', 'utf8'));
}

/** A fresh pair that openssl makes, as a cluster of one's own would have it; valid from today. */
export function makeSealingPair(...newkey: readonly string[]): SealingPair {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-sealing-'));
  try {
    const [key, certificate] = [path.join(folder, 'key'), path.join(folder, 'crt')];
    const kind = newkey.length > 0 ? newkey : ['-newkey', 'rsa:2048'];
    const words = ['req', '-x509', ...kind, '-noenc', '-subj', '/CN=sealing', '-days', '90'];
    execFileSync('openssl', [...words, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    return toPair(readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What sealed-secrets' HybridDecrypt does, with Node's own OAEP. Throws where key, label or bytes are not those of the sealing. */
export function unseal(keyPem: string, namespace: string, name: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const end = 2 + bytes.readUInt16BE();
  const oaep = {
    padding: constants.RSA_PKCS1_OAEP_PADDING,
    oaepHash: 'sha256',
    oaepLabel: Buffer.from(`${namespace}/${name}`),
  };
  const sessionKey = privateDecrypt({ key: keyPem, ...oaep }, bytes.subarray(2, end));
  const cipher = createDecipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
  cipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([cipher.update(bytes.subarray(end, -16)), cipher.final()]).toString('utf8');
}

function toPair(certificatePem: string, keyPem: string): SealingPair {
  const { publicKey, fingerprint256 } = new X509Certificate(certificatePem);
  return {
    certificatePem,
    keyPem,
    recipient: { publicKey, fingerprint: fingerprint256.replaceAll(':', '').toLowerCase() },
  };
}
