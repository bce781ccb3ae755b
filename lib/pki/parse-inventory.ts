/** The committed inventory, read back. */
import { z } from 'zod';
import { fault, type Result } from '../model/issue';
import { PKI_FILES } from '../model/pki-folder';
import type { Inventory } from './inventory';

const day = z.iso.date();
const inventory = z.object({
  version: z.literal(1),
  asOf: day,
  certificates: z.array(
    z.object({
      id: z.string(),
      profile: z.enum(['root', 'authority', 'twin', 'identity', 'public', 'guest']),
      subject: z.string(),
      dnsNames: z.array(z.string()),
      uris: z.array(z.string()),
      issuer: z.string(),
      generation: z.int().min(1),
      serial: z.string(),
      sha256: z.string(),
      notBefore: day,
      notAfter: day,
      certificate: z.base64().optional(),
    }),
  ),
}) satisfies z.ZodType<Inventory>;

/** @param text of `pki/inventory.json`; absent where there is none. */
export function parseInventory(text: string | undefined): Result<Inventory> {
  if (text === undefined) return refused('there is no inventory', 'make the folder pki, and run gatehouse synth');
  const parsed = inventory.safeParse(parseJson(text));
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  return refused(`this is no inventory of version 1${where}`, 'write it anew: gatehouse synth');
}

function refused(message: string, fix: string): Result<never> {
  return { ok: false, issues: [fault('inventory', { file: PKI_FILES.inventory, line: 1, column: 1 }, message, fix)] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
