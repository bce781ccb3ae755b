/** What a pod template needs from its namespace and from itself. */
import { listAt, textAt } from '../fields';
import type { ObjectIndex } from '../object-index';
import type { PodTemplate } from '../pod-template';
import type { Finding } from '../rule';
import { listing, quote } from '../wording';
import type { Keys, KeysOf } from './data-sources';
import { EXTERNAL_REFERENCES_ANNOTATION, parseExternalReferences } from './external-references';
import { type PodReference, podReferences } from './pod-references';
import { DEFAULT_SERVICE_ACCOUNT } from './well-known';

export function checkPod(index: ObjectIndex, keysOf: KeysOf, template: PodTemplate): Finding[] {
  const { namespace } = template.owner;
  const external = parseExternalReferences(template);
  const open = podReferences(template).filter(({ kind, name }) => !external.entries.has(`${kind}/${name}`));
  return [
    ...external.findings,
    ...open.flatMap((reference) => checkReference(index, keysOf, namespace, reference)),
    ...checkMounts(template),
  ];
}

function checkReference(index: ObjectIndex, keysOf: KeysOf, namespace: string, reference: PodReference): Finding[] {
  const keys = targetKeys(index, keysOf, namespace, reference);
  if (keys === undefined) return [missingObject(index, namespace, reference)];
  if (keys === 'any') return [];
  return reference.keys.filter((key) => !keys.has(key)).map((key) => missingKey(keys, key, reference));
}

/** Undefined where there is no such object; kinds without keys have `any`. */
function targetKeys(index: ObjectIndex, keysOf: KeysOf, namespace: string, reference: PodReference): Keys | undefined {
  const { kind, name } = reference;
  if (kind === 'ConfigMap' || kind === 'Secret') return keysOf(kind, namespace, name);
  if (kind === 'ServiceAccount' && name === DEFAULT_SERVICE_ACCOUNT) return 'any';
  return index.find(kind, namespace, name) === undefined ? undefined : 'any';
}

function missingObject(index: ObjectIndex, namespace: string, { kind, name, where }: PodReference): Finding {
  const present = index.inNamespace(namespace).filter(({ groupKind }) => groupKind === kind);
  return {
    message: `${where} needs ${kind} ${quote(name)}, which namespace ${quote(namespace)} does not have (its ${kind}s: ${listing(present.map((object) => object.name))})`,
    fix: `add it, correct the name, or name ${quote(`${kind}/${name}`)} in the annotation ${EXTERNAL_REFERENCES_ANNOTATION} of the pod template`,
  };
}

function missingKey(keys: ReadonlySet<string>, key: string, { kind, name, where }: PodReference): Finding {
  return {
    message: `${where} needs key ${quote(key)} of ${kind} ${quote(name)}, which does not have it (its keys: ${listing(keys)})`,
    fix: `add the key to the ${kind} or correct it`,
  };
}

/** A StatefulSet's claim templates are volumes of its pods. */
function checkMounts({ owner, spec, containers }: PodTemplate): Finding[] {
  const claims =
    owner.groupKind === 'StatefulSet.apps' ? listAt(owner.manifest.object, 'spec', 'volumeClaimTemplates') : [];
  const volumes = new Set([
    ...listAt(spec, 'volumes').map((volume) => textAt(volume, 'name') ?? ''),
    ...claims.map((claim) => textAt(claim, 'metadata', 'name') ?? ''),
  ]);
  return containers.flatMap(({ role, name, fields }) => {
    const mounts = [...listAt(fields, 'volumeMounts'), ...listAt(fields, 'volumeDevices')];
    const missing = mounts.map((mount) => textAt(mount, 'name') ?? '').filter((volume) => !volumes.has(volume));
    return missing.map((volume) => ({
      message: `${role} ${quote(name)} mounts volume ${quote(volume)}, which the pod does not have (its volumes: ${listing(volumes)})`,
      fix: 'add the volume or correct the name',
    }));
  });
}
