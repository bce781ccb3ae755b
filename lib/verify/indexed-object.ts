/** An object as rules see it: with the identity under which the API server keeps it, and what several of them read. */
import type { KubernetesObject, Manifest } from '../model/manifest';
import { fieldAt } from './fields';
import { type PodTemplate, toPodTemplate } from './pod-template';
import { scanText, type TextScan } from './text-scan';

export interface Identity {
  readonly kind: string;
  /** `Service`, or `Deployment.apps` outside the core group: without a version, since all versions are one object. */
  readonly groupKind: string;
  /** Empty where the object names none. */
  readonly namespace: string;
  /** Empty where the object has none. */
  readonly name: string;
}

export interface IndexedObject extends Identity {
  readonly path: string;
  readonly fields: KubernetesObject;
  readonly metadata: unknown;
  /** Undefined where objects of this kind make no pods. */
  readonly template: PodTemplate | undefined;
  readonly scan: TextScan;
}

/** Never throws, whatever JSON the object holds. */
export function toIndexedObject({ path, object }: Manifest): IndexedObject {
  const kind = textIn(object, 'kind');
  const groupKind = groupKindOf(textIn(object, 'apiVersion'), kind);
  const metadata = fieldAt(object, 'metadata');
  return {
    path,
    fields: object,
    metadata,
    kind,
    groupKind,
    namespace: textIn(metadata, 'namespace'),
    name: textIn(metadata, 'name'),
    template: toPodTemplate(groupKind, object),
    scan: scanText(object, groupKind === 'Secret' ? 'data' : undefined),
  };
}

function groupKindOf(apiVersion: string, kind: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? kind : `${kind}.${apiVersion.slice(0, slash)}`;
}

function textIn(fields: unknown, field: string): string {
  const value = fieldAt(fields, field);
  return typeof value === 'string' ? value : '';
}
