/** What `gatehouse pki check` prints. */
import type { Expiry, InventoryReport } from '../../pki/check-inventory';

export interface Looked {
  readonly today: string;
  readonly days: number;
  /** Certificates in the inventory. */
  readonly count: number;
}

const LONGEST_LIST = 5;

export function renderInventoryReport(report: InventoryReport, { today, days, count }: Looked): string {
  const { expiring, missing, surplus, outdated } = report;
  const stale = [
    ...staleLines('planned, and not in the inventory', missing),
    ...staleLines('in the inventory, and no longer planned', surplus),
    ...staleLines('in the inventory with other dates than planned', outdated),
  ];
  const lines = [
    ...expiring.flatMap(expiryLines),
    ...(stale.length === 0 ? [] : ['The inventory does not tell what the documents say:', ...stale]),
    ...(stale.length === 0 ? [] : ['  run gatehouse synth, and commit pki/inventory.json']),
    ...fixLines(expiring),
  ];
  const ending = expiring.reduce((sum, { ids }) => sum + ids.length, 0);
  const last = `${ending} of ${count} certificates end within ${days} days of ${today}`;
  return [...lines, ending === 0 ? `none${last.slice(1)}` : last, ''].join('\n');
}

function expiryLines({ notAfter, daysLeft, ids, tenant }: Expiry): string[] {
  const when = daysLeft < 0 ? `ended ${count(-daysLeft, 'day')} ago` : `in ${count(daysLeft, 'day')}`;
  return [`${notAfter} (${when}) ${tenant ?? 'the platform'}: ${count(ids.length, 'certificate')}: ${first(ids)}`];
}

function staleLines(what: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`  ${ids.length} ${what}: ${first(ids)}`];
}

/** One day renews all leaves for which it is due; an authority or root is replaced one by one. */
function fixLines(expiring: readonly Expiry[]): string[] {
  const days = expiring.flatMap(({ fix }) => ('asOf' in fix ? [fix.asOf] : []));
  const rotations = new Set(expiring.flatMap(({ fix }) => ('rotate' in fix ? [fix.rotate] : [])));
  const exporters = new Set(expiring.flatMap(({ fix }) => ('exporter' in fix ? [fix.exporter] : [])));
  const day = days.sort().at(-1);
  return [
    ...(day === undefined ? [] : [`To renew leaves: asOf: ${day} in platform.yaml, gatehouse synth, commit`]),
    ...Array.from(rotations, (whose) => `To replace a key: gatehouse pki rotate ${whose} --stage prepare, and on`),
    ...Array.from(
      exporters,
      (whose) =>
        `To remain a guest of ${whose}: a later until where tenants/${whose} grants it; else remove grant and egress`,
    ),
  ];
}

function first(ids: readonly string[]): string {
  const rest = ids.length - LONGEST_LIST;
  return ids.slice(0, LONGEST_LIST).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}
