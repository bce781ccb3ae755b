/** What a pod template needs from its namespace and from itself. */
import { listAt, textAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import type { PodContainer } from '../pod-template';
import type { Finding, Need } from '../rule';
import type { Tree } from '../tree';
import { listing, quote } from '../wording';
import type { Keys } from './data-sources';
import { EXTERNAL_REFERENCES_ANNOTATION, externalReferences } from './external-references';
import { type PodReference, podReferences, showPlace } from './pod-references';
import { DEFAULT_SERVICE_ACCOUNT } from './well-known';

interface PodNeed extends PodReference {
  readonly namespace: string;
}

export const referenceOfPod: Need<PodNeed> = {
  id: 'reference-of-pod',
  of: ({ namespace, template }) => {
    if (template === undefined) return [];
    const external = externalReferences(template);
    const references = podReferences(template);
    const open = references.filter(({ kind, name }) => external.length === 0 || !external.includes(`${kind}/${name}`));
    return open.map(({ kind, name, keys, place }) => ({ kind, name, keys, place, namespace }));
  },
  isMet: (tree, need) => {
    const keys = targetKeys(tree, need);
    return keys === 'any' || (keys !== undefined && need.keys.every((key) => keys.includes(key)));
  },
  findings: (tree, need) => {
    const keys = targetKeys(tree, need);
    if (keys === undefined) return [missingObject(tree, need)];
    return keys === 'any'
      ? []
      : need.keys.filter((key) => !keys.includes(key)).map((key) => missingKey(keys, key, need));
  },
};

/** Undefined where there is no such object; kinds without keys have `any`. */
function targetKeys(tree: Tree, { kind, name, namespace }: PodNeed): Keys | undefined {
  if (kind === 'ConfigMap' || kind === 'Secret') return tree.keysOf(kind, namespace, name);
  if (kind === 'ServiceAccount' && name === DEFAULT_SERVICE_ACCOUNT) return 'any';
  return tree.has(kind, namespace, name) ? 'any' : undefined;
}

function missingObject(tree: Tree, { kind, name, namespace, place }: PodNeed): Finding {
  return {
    message: `${showPlace(place)} needs ${kind} ${quote(name)}, which namespace ${quote(namespace)} does not have (its ${kind}s: ${listing(tree.namesOf(kind, namespace))})`,
    fix: `add it, correct the name, or name ${quote(`${kind}/${name}`)} in the annotation ${EXTERNAL_REFERENCES_ANNOTATION} of the pod template`,
  };
}

function missingKey(keys: readonly string[], key: string, { kind, name, place }: PodNeed): Finding {
  return {
    message: `${showPlace(place)} needs key ${quote(key)} of ${kind} ${quote(name)}, which does not have it (its keys: ${listing(keys)})`,
    fix: `add the key to the ${kind} or correct it`,
  };
}

/** Volumes that containers mount and the pod does not have. A StatefulSet's claim templates are volumes of its pods. */
export function checkMounts({ groupKind, fields, template }: IndexedObject): Finding[] {
  if (template === undefined) return [];
  const volumes = new Set<string>();
  for (const volume of listAt(template.spec, 'volumes')) volumes.add(textAt(volume, 'name') ?? '');
  if (groupKind === 'StatefulSet.apps') {
    for (const claim of listAt(fields, 'spec', 'volumeClaimTemplates'))
      volumes.add(textAt(claim, 'metadata', 'name') ?? '');
  }
  const findings: Finding[] = [];
  for (const container of template.containers) {
    for (const list of ['volumeMounts', 'volumeDevices'])
      for (const mount of listAt(container.fields, list)) {
        const volume = textAt(mount, 'name') ?? '';
        if (!volumes.has(volume)) findings.push(missingVolume(container, volume, volumes));
      }
  }
  return findings;
}

function missingVolume({ role, name }: PodContainer, volume: string, volumes: ReadonlySet<string>): Finding {
  return {
    message: `${role} ${quote(name)} mounts volume ${quote(volume)}, which the pod does not have (its volumes: ${listing(volumes)})`,
    fix: 'add the volume or correct the name',
  };
}
