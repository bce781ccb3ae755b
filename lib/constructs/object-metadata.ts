/** Metadata that every object of Gatehouse bears: whose it is, and when Argo CD applies it. */

/** Argo CD sync waves: guard rails stand before anything runs behind them. */
const WAVES: Readonly<Record<string, number>> = {
  Namespace: -40,
  ResourceQuota: -35,
  LimitRange: -35,
  Role: -35,
  RoleBinding: -35,
  NetworkPolicy: -30,
  Secret: -15,
  SealedSecret: -15,
  ExternalSecret: -15,
  // In one wave: an Issuer is healthy once the Certificate of its authority is.
  Issuer: -15,
  Certificate: -15,
  ConfigMap: -15,
  ServiceAccount: -10,
  Service: -5,
  Gateway: -5,
  ListenerSet: -5,
  PodDisruptionBudget: -5,
  // After the workloads, which are in wave 0: nobody is led to what is not there yet.
  DNSEndpoint: 5,
};

export interface ObjectMetadataProps {
  readonly kind: string;
  readonly name: string;
  /** @default none, for cluster-scoped kinds */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const MANAGED = { [MANAGED_BY]: 'gatehouse' };

/** Workloads are in wave 0. */
export function syncWave(kind: string): number {
  return WAVES[kind] ?? 0;
}

/** Labels that say already who manages the object are not copied: an app's objects share one map of them. */
export function objectMetadata(props: ObjectMetadataProps): ObjectMetadata {
  const { kind, name, namespace, labels = MANAGED } = props;
  const common = {
    labels: MANAGED_BY in labels ? labels : { ...MANAGED, ...labels },
    annotations: { 'argocd.argoproj.io/sync-wave': String(syncWave(kind)), ...props.annotations },
  };
  return namespace === undefined ? { name, ...common } : { name, namespace, ...common };
}
