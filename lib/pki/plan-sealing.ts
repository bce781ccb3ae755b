/** Whether and for whom a fleet's keys are sealed, and whether seed and sealing certificate go together. */
import type { Fleet } from '../model/fleet';
import { fault, type Issue, type Result } from '../model/issue';
import { parseSealingRecipient, sealingFault, type SealingRecipient } from './sealing-recipient';

/**
 * NOT A SECRET: SHA-256 fingerprint of fleet/pki/sealing.pem, whose private key lies open in e2e/fixtures/demo-sealing.key. It goes with
 * the demo seed and with no other.
 */
export const demoSealingFingerprint = 'c37a3af4f7545effff77779b84430a4922172e54eb23523c21318440a5f9cd48';

/**
 * The recipient, or `undefined` where the secrets mode seals nothing. `isDemoSeed` is left out where the seed is not known: it is then not
 * held against the certificate.
 */
export function planSealing(fleet: Fleet, isDemoSeed?: boolean): Result<SealingRecipient | undefined> {
  if (fleet.platform.spec.secrets.mode !== 'sealed') return { ok: true, value: undefined };
  const recipient = parseSealingRecipient(fleet);
  if (!recipient.ok || isDemoSeed === undefined) return recipient;
  const issues = checkPair(fleet, isDemoSeed, recipient.value);
  return issues.length > 0 ? { ok: false, issues } : recipient;
}

/** What everybody can derive may be sealed only for what everybody can open, and the other way round. */
function checkPair({ platform }: Fleet, isDemoSeed: boolean, { fingerprint }: SealingRecipient): Issue[] {
  const isDemoCertificate = fingerprint === demoSealingFingerprint;
  if (isDemoSeed === isDemoCertificate) return [];
  if (isDemoCertificate) {
    return [
      sealingFault('the private key of the demo sealing certificate is public, and the seed is not the demo seed'),
    ];
  }
  const where = platform.source.placeOf(['spec', 'pki', 'seed']);
  const message = "the demo seed, which everybody knows, is refused with a sealing certificate other than the demo's";
  return [fault('demo-seed', where, message, 'run `gatehouse pki init`, which writes seed: own')];
}
