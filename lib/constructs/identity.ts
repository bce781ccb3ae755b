/** Whom pods run as: a ServiceAccount of their own, which tells nobody who they are. */
import { k8s } from 'cdk8s-plus-28';

/** The same for all, but for its metadata. */
export const IDENTITY: unknown = k8s.KubeServiceAccount.manifest({ automountServiceAccountToken: false });
