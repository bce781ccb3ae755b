/** A finished Kubernetes object and the file it goes into: what charts hand to verify and output. */

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export interface Manifest {
  /** Relative to the output folder, with `/`, such as `tenants/acme/40-deployment-shop.k8s.yaml`. */
  readonly path: string;
  readonly object: KubernetesObject;
}
