/** File names, without .crt and .key, of the leaves in a mounted Secret. */

/** The identity of a gate. */
export function identityLeafName(commonName: string): string {
  return `identity-${commonName}`;
}

/** A host whose TLS ends in the gate. */
export function hostLeafName(host: string): string {
  return `host-${host}`;
}

/** The identity of an app: what kubernetes.io/tls Secrets call it. */
export const APP_LEAF_NAME = 'tls';

/** An endpoint whose public TLS ends in the app's sidecar. */
export function edgeLeafName(endpoint: string): string {
  return `edge-${endpoint}`;
}
