/** The way of one output folder, from the model to files: drawn, inspected, rendered, guarded, written, and let go. */
import { drawFront, drawTenant } from './charts/draw-manifests';
import { renderTenantKits } from './kits/client-kits';
import type { DrawableStore } from './model/certificate';
import type { Fleet } from './model/fleet';
import { planGrants } from './model/grants';
import { hasErrors, type Issue } from './model/issue';
import type { Manifest } from './model/manifest';
import { OutputRefused } from './output/output-refused';
import { addFiles, type Added, type TreePlace } from './output/write-tree';
import { renderYaml } from './output/yaml-emitter';
import type { Stages } from './stages';
import { inspect, type Inspection } from './verify/inspect';
import { leakGuard } from './verify/leaks/check-leaks';

/** What all folders are made from. Each thread has one of its own. */
export interface FolderSource {
  readonly fleet: Fleet;
  readonly certificates: DrawableStore;
  /** Where the files grow. */
  readonly place: TreePlace;
  readonly stages: Stages;
}

/** Plain data: a worker thread hands it over. */
export interface FolderOutcome {
  readonly inspection: Inspection;
  /** Of the guard, places relative to the output folder. Nothing was written where there is one. */
  readonly leaks: readonly Issue[];
  /** Why the system did not let us write, and what to do about it. */
  readonly refused: Pick<OutputRefused, 'fault' | 'fix'> | undefined;
  readonly added: Added;
  readonly manifests: number;
  readonly kitFiles: number;
}

type Written = Pick<FolderOutcome, 'added' | 'refused'>;

const NOT_WRITTEN: Written = { added: { unchanged: 0, changed: 0, created: 0 }, refused: undefined };

/** The front's folder and one for each tenant: their number is that of the indices that {@link folderMaker} takes. */
export function foldersOf({ tenants }: Fleet): number {
  return tenants.length + 1;
}

/** A function that makes the folder of an index, wholly apart from all others: what it comes to depends on the source and the index alone. */
export function folderMaker({ fleet, certificates, place, stages }: FolderSource): (index: number) => FolderOutcome {
  const { platform, tenants } = fleet;
  const grantsOf = planGrants(fleet);
  const guard = leakGuard(fleet);
  return (index) => {
    const tenant = tenants[index - 1];
    const manifests = stages.part('draw', () =>
      tenant === undefined
        ? drawFront(fleet)
        : drawTenant({ platform, tenant, grants: grantsOf(tenant.name), certificates }),
    );
    const inspection = stages.part('verify', () => inspect(manifests));
    const files = stages.part('render', () => renderFiles(manifests));
    const kits = tenant === undefined ? [] : renderTenantKits(platform, tenant, certificates);
    for (const [file, text] of kits) files.set(file, text);
    const leaks = stages.part('guard', () => Array.from(files).flatMap(([file, text]) => guard(file, text)));
    const isSound = !hasErrors(inspection.issues) && !hasErrors(leaks);
    const written = isSound ? stages.part('write', () => addOrRefuse(place, files)) : NOT_WRITTEN;
    return { inspection, leaks, ...written, manifests: manifests.length, kitFiles: files.size - manifests.length };
  };
}

function renderFiles(manifests: readonly Manifest[]): Map<string, string> {
  return new Map(manifests.map(({ path, object }) => [path, renderYaml(object)]));
}

function addOrRefuse(place: TreePlace, files: ReadonlyMap<string, string>): Written {
  try {
    return { added: addFiles(place, files), refused: undefined };
  } catch (error) {
    if (!(error instanceof OutputRefused)) throw error;
    return { ...NOT_WRITTEN, refused: { fault: error.fault, fix: error.fix } };
  }
}
