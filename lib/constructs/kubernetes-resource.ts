/**
 * A finished object in the construct tree. Objects are rendered by cdk8s-plus-28's typed `manifest()` functions, or written
 * whole where a user's pod passes through, so cdk8s has no tokens left to resolve in them: `toJson` gives the object as it
 * is, which halves the time of drawing (docs/decisions/0003).
 */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesObject } from '../model/manifest';
import type { ObjectMetadata } from './object-metadata';

export class KubernetesResource extends ApiObject {
  private readonly object: KubernetesObject;

  /**
   * @param rendered an object with apiVersion and kind; cdk8s-plus-28 types what `manifest()` gives as any
   * @param metadata where `rendered` has none
   */
  constructor(scope: Construct, id: string, rendered: unknown, metadata?: ObjectMetadata) {
    const object = metadata === undefined ? (rendered as KubernetesObject) : withMetadata(metadata, rendered);
    super(scope, id, object);
    this.object = object;
  }

  override toJson(): KubernetesObject {
    return this.object;
  }
}

/**
 * What a typed `manifest()` function gave, with its metadata as it is. Those functions would copy metadata field by field, fifteen
 * fields and both maps, which took a tenth of drawing; ours has nothing in it that Kubernetes spells otherwise.
 */
function withMetadata(metadata: ObjectMetadata, rendered: unknown): KubernetesObject {
  return { ...(rendered as KubernetesObject), metadata };
}
