/**
 * Objects of which a tenant has many, written as Kubernetes reads them and checked against cdk8s-plus-28's types. Its `manifest()` looks
 * at every field that an object could have and copies what it finds once for each field (docs/decisions/0003): kinds with a
 * handful of objects a tenant are rendered by it, all the others begin with its `GVK` and go on with this.
 */
import type { k8s } from 'cdk8s-plus-28';

/** For types whose fields cdk8s-plus-28 calls as Kubernetes does; it would not notice `clusterIp`, which has to be `clusterIP`. */
export type Wire<T> = T extends k8s.IntOrString
  ? number | string
  : T extends object
    ? { readonly [Field in keyof T]: Wire<T[Field]> }
    : T;
