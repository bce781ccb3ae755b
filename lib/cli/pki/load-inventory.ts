/** A fleet and its committed inventory, for commands that need both and no seed. */
import { loadFleet } from '../../input/load-fleet';
import type { Fleet } from '../../model/fleet';
import { locateIn, type Result } from '../../model/issue';
import type { Inventory } from '../../pki/inventory';
import { parseInventory } from '../../pki/parse-inventory';

/** Places of issues are within `folder`, as the user named it. */
export function loadInventory(folder: string): Result<{ readonly fleet: Fleet; readonly inventory: Inventory }> {
  const loaded = loadFleet(folder);
  if (!loaded.ok) return { ok: false, issues: locateIn(folder, loaded.issues) };
  const inventory = parseInventory(loaded.value.pki?.inventory);
  if (!inventory.ok) return { ok: false, issues: locateIn(folder, inventory.issues) };
  return { ok: true, value: { fleet: loaded.value, inventory: inventory.value } };
}
