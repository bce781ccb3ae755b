/** An object with the identity under which the API server keeps it. */
import type { Manifest } from '../model/manifest';
import { textAt } from './fields';

export interface IndexedObject {
  readonly manifest: Manifest;
  readonly kind: string;
  /** `Service`, or `Deployment.apps` outside the core group: without a version, since all versions are one object. */
  readonly groupKind: string;
  /** Empty where the object names none. */
  readonly namespace: string;
  /** Empty where the object has none. */
  readonly name: string;
}

/** Reads the identity; never throws, whatever JSON the object holds. */
export function toIndexedObject(manifest: Manifest): IndexedObject {
  const { object } = manifest;
  const apiVersion = textAt(object, 'apiVersion') ?? '';
  const kind = textAt(object, 'kind') ?? '';
  const slash = apiVersion.indexOf('/');
  return {
    manifest,
    kind,
    groupKind: slash < 0 ? kind : `${kind}.${apiVersion.slice(0, slash)}`,
    namespace: textAt(object, 'metadata', 'namespace') ?? '',
    name: textAt(object, 'metadata', 'name') ?? '',
  };
}

/** One text for one object of the API server; the parts cannot run together. */
export function identityOf(object: Pick<IndexedObject, 'groupKind' | 'namespace' | 'name'>): string {
  return `${object.groupKind}\n${object.namespace}\n${object.name}`;
}
