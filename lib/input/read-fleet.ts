/** Every file of a fleet, read once: what is understood of it later is understood of these texts, in whatever thread. */
import type { Result } from '../model/issue';
import { PKI_FILES, type PkiFolder } from '../model/pki-folder';
import { listFleet, TENANT_DOCUMENT, type FleetFiles, type TenantFiles } from './list-fleet';
import { readText } from './read-text';

/** Plain data, which a worker thread can be given. */
export interface FleetTexts {
  readonly files: FleetFiles;
  /** The text of each file listed there, or why there is none; by path relative to the fleet folder, with `/`. */
  readonly texts: ReadonlyMap<string, Result<string>>;
}

/** A certificate takes half a KiB of the inventory, and a fleet may have a hundred thousand. */
const PKI_LARGEST_MEBIBYTES: Readonly<Partial<Record<keyof PkiFolder, number>>> = { inventory: 64 };

/** Reads nothing outside `folder`. Does not throw for anything that a user could put there. */
export function readFleet(folder: string): FleetTexts {
  const files = listFleet(folder);
  const documents = [...(files.hasPlatform ? ['platform.yaml'] : []), ...files.tenants.flatMap(documentsOf)];
  const read = (file: string, largest?: number): [string, Result<string>] => [file, readText(folder, file, largest)];
  const pki = (files.pki ?? []).map((name) => read(PKI_FILES[name], PKI_LARGEST_MEBIBYTES[name]));
  return { files, texts: new Map([...documents.map((file) => read(file)), ...pki]) };
}

function documentsOf({ name, hasDocument, apps }: TenantFiles): string[] {
  const folder = `tenants/${name}`;
  return [...(hasDocument ? [`${folder}/${TENANT_DOCUMENT}`] : []), ...apps.map((app) => `${folder}/${app}.yaml`)];
}
