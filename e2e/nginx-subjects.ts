/** Every nginx of a synthesized fleet with all the files that its container would find mounted. */
import { EGRESS, leafSecretOf } from '../lib/model/names';
import type { Subject } from './configuration-bench';
import { entryOf, readManifests, type FleetCopy, type KubernetesObject } from './fleet-copy';

interface Container {
  readonly name: string;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string; readonly items?: readonly Item[] };
  readonly secret?: { readonly secretName: string; readonly items?: readonly Item[] };
}

interface Item {
  readonly key: string;
  readonly path: string;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
}

interface WorkloadSpec {
  readonly template?: { readonly spec: PodSpec };
  readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: PodSpec } } };
}

const CONFIGURATION = 'nginx.conf';

export function nginxSubjectsOf(copy: FleetCopy): Subject[] {
  const objects = readManifests(copy).map(({ object }) => object);
  const byName = new Map(objects.map((object) => [keyOf(object.kind, object.metadata), object]));
  return objects.flatMap((object) => {
    const spec = object.spec as WorkloadSpec | undefined;
    const pod = spec?.template?.spec ?? spec?.jobTemplate?.spec.template.spec;
    if (pod === undefined) return [];
    return [...(pod.initContainers ?? []), ...pod.containers].flatMap((container) => {
      const files = mountedFiles(object, pod, container, byName);
      const configuration = Object.keys(files).find((path) => path.endsWith(`/${CONFIGURATION}`));
      const name = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
      return configuration === undefined ? [] : [{ name, files, configuration }];
    });
  });
}

function keyOf(kind: string, { namespace, name }: { readonly namespace?: string; readonly name: string }): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}

/** For what somebody else makes: a certificate, or a key, of the same namespace. */
function standIns(
  namespace: string,
  mountPath: string,
  items: readonly Item[],
  byName: ReadonlyMap<string, KubernetesObject>,
): Record<string, string> {
  const leaf = byName.get(keyOf('Secret', { namespace, name: leafSecretOf(EGRESS) }));
  if (leaf === undefined) return {};
  return Object.fromEntries(
    items.map(({ path }) => [`${mountPath}/${path}`, entryOf(leaf, path.endsWith('.key') ? 'tls.key' : 'tls.crt')]),
  );
}

function mountedFiles(
  { metadata: { namespace = '' } }: KubernetesObject,
  pod: PodSpec,
  container: Container,
  byName: ReadonlyMap<string, KubernetesObject>,
): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { name, mountPath } of container.volumeMounts ?? []) {
    const volume = pod.volumes?.find((candidate) => candidate.name === name);
    const key =
      volume?.configMap !== undefined
        ? keyOf('ConfigMap', { namespace, name: volume.configMap.name })
        : keyOf('Secret', { namespace, name: volume?.secret?.secretName ?? '' });
    const source = byName.get(key);
    const items = volume?.configMap?.items ?? volume?.secret?.items ?? [];
    if (source === undefined) Object.assign(files, standIns(namespace, mountPath, items, byName));
    for (const entry of Object.keys(source?.data ?? {})) {
      if (source !== undefined) files[`${mountPath}/${entry}`] = entryOf(source, entry);
    }
  }
  return files;
}
