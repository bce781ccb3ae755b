/** One stage of a rotation in a fleet folder: load, decide, edit one document. Reads no seed and signs nothing. */
import path from 'node:path';
import { describeRefusal } from '../input/describe-refusal';
import { loadFleet } from '../input/load-fleet';
import { readText } from '../input/read-text';
import type { Fleet } from '../model/fleet';
import type { Generations } from '../model/generations';
import { fault, type Issue, type Place, type Result } from '../model/issue';
import { didYouMean } from '../model/nearest-name';
import { PKI_FILES } from '../model/pki-folder';
import type { Source } from '../model/source';
import { editDocument } from '../output/edit-document';
import { replaceFile } from '../output/replace-file';
import type { InventoryEntry } from '../pki/inventory';
import { parseInventory } from '../pki/parse-inventory';
import { replaceAtOnce, takeStage, type RotationStage, type Signer } from '../pki/rotate';

export interface RotateFleetOptions {
  readonly fleet: string;
  readonly signer: Signer;
  /** What to do; in an emergency `finish`, or everything at once where it is absent. */
  readonly stage?: RotationStage;
  /** A key is in the wrong hands: the inventory is not asked, since waiting is worse than an outage. */
  readonly isEmergency: boolean;
}

export interface RotateFleetReport {
  readonly signer: Signer;
  /** The document that was changed, relative to the fleet folder. */
  readonly file: string;
  readonly before: Generations;
  readonly after: Generations;
  /** How long connections live on that were opened before a change, in seconds. */
  readonly reloadSeconds: number;
}

const LIST = ['spec', 'pki', 'generations'];

/** Changes the list of generations in one document and nothing else, or returns every reason not to and changes nothing. */
export function rotateFleet({
  fleet: folder,
  signer,
  stage,
  isEmergency,
}: RotateFleetOptions): Result<RotateFleetReport> {
  const loaded = loadFleet(folder);
  if (!loaded.ok) return loaded;
  const fleet = loaded.value;
  const target = findTarget(fleet, signer);
  if (!target.ok) return target;
  const { source, generations: before } = target.value;
  const after = nextGenerations(fleet, target.value, stage, isEmergency);
  if (!after.ok) return after;
  const written = writeGenerations(folder, source.file, after.value);
  if (!written.ok) return written;
  const { reloadSeconds } = fleet.platform.spec.drain;
  return { ok: true, value: { signer, file: source.file, before, after: after.value, reloadSeconds } };
}

/** The document that lists the generations, and what it says. */
interface Target {
  readonly signer: Signer;
  readonly generations: Generations;
  readonly source: Source;
}

function findTarget({ platform, tenants }: Fleet, signer: Signer): Result<Target> {
  const { tenant: name } = signer;
  const found = name === undefined ? platform : tenants.find((tenant) => tenant.name === name);
  if (found !== undefined) {
    return { ok: true, value: { signer, generations: found.spec.pki.generations, source: found.source } };
  }
  const names = tenants.map((tenant) => tenant.name);
  const message = `there is no tenant ${JSON.stringify(name)}${didYouMean(name ?? '', names)}`;
  return refused(fault('rotation', startOf('tenants'), message, 'name one of the fleet'));
}

function nextGenerations(
  fleet: Fleet,
  { signer, generations, source }: Target,
  stage: RotationStage | undefined,
  isEmergency: boolean,
): Result<Generations> {
  if (stage === undefined) return { ok: true, value: replaceAtOnce(generations) };
  const isAsked = stage !== 'prepare' && !isEmergency;
  const inventory = isAsked ? readInventory(fleet) : undefined;
  if (inventory?.ok === false) return inventory;
  const listed = inventory === undefined ? {} : { listed: inventory.value };
  const step = takeStage(stage, { signer, generations, ...listed });
  if (step.ok) return { ok: true, value: step.generations };
  return refused(fault('rotation', source.placeOf(LIST), `${stage} is refused: ${step.reason}`, step.fix));
}

/** Without one nobody can tell what pods trust by now. */
function readInventory({ pki }: Fleet): Result<readonly InventoryEntry[]> {
  if (pki?.inventory !== undefined) {
    const inventory = parseInventory(pki.inventory);
    return inventory.ok ? { ok: true, value: inventory.value.certificates } : inventory;
  }
  const message = 'there is no inventory, so nobody can tell what the last synth issued and what pods trust by now';
  const fix = 'run gatehouse synth, which writes it in a fleet with a folder pki, then commit and sync';
  return refused(fault('rotation', startOf(PKI_FILES.inventory), message, fix));
}

function writeGenerations(folder: string, file: string, generations: Generations): Result<undefined> {
  const text = readText(folder, file);
  if (!text.ok) return text;
  const value = generations.map(({ number, state }) => ({ number, state }));
  const edited = editDocument(file, text.value, [{ path: LIST, value }]);
  if (!edited.ok) return edited;
  try {
    replaceFile(path.join(folder, file), edited.value);
    return { ok: true, value: undefined };
  } catch (error) {
    const message = `the file cannot be written: ${describeRefusal(error)}`;
    return refused(fault('file', startOf(file), message, 'make it and its folder writable'));
  }
}

function startOf(file: string): Place {
  return { file, line: 1, column: 1 };
}

function refused(issue: Issue): { readonly ok: false; readonly issues: readonly Issue[] } {
  return { ok: false, issues: [issue] };
}
