/** What `pki/inventory.json` says of who signed whom, as far as a rotation needs it. */
import { z } from 'zod';
import { fault, type Result } from '../model/issue';
import { PKI_FILES } from '../model/pki-folder';

export interface ListedCertificate {
  readonly id: string;
  /** `id` of the certificate that signed it. */
  readonly issuer: string;
}

const inventory = z.object({
  version: z.literal(1),
  certificates: z.array(z.object({ id: z.string(), issuer: z.string() })),
});

/** Everything but the text's own faults is taken as it stands: whatever wrote the file has checked it. */
export function parseListedCertificates(text: string): Result<readonly ListedCertificate[]> {
  const parsed = inventory.safeParse(parseJson(text));
  if (parsed.success) return { ok: true, value: parsed.data.certificates };
  const where = { file: PKI_FILES.inventory, line: 1, column: 1 };
  const message = 'this is no inventory of version 1, so nobody knows which generations are in use';
  return { ok: false, issues: [fault('rotation', where, message, 'write it anew: gatehouse synth')] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
