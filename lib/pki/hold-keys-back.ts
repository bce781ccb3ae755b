/** For the modes in which no manifest holds a key in any form: what remains to draw from. */
import type { CertificatePlan, CertificateStore, DrawableStore } from '../model/certificate';

/** The same certificates without their keys. */
export function holdKeysBack(certificates: CertificateStore): DrawableStore {
  return new Map(Array.from(certificates, ([id, { plan, certificatePem }]) => [id, { plan, certificatePem }]));
}

/** Plans alone: the cluster makes keys and certificates itself. */
export function leaveUnissued(plans: readonly CertificatePlan[]): DrawableStore {
  return new Map(plans.map((plan) => [plan.id, { plan }]));
}
