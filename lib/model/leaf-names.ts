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

/** The app as a guest of another tenant. */
export function guestLeafName(exporter: string): string {
  return `guest-${exporter}`;
}

/** A host of an endpoint whose public TLS ends in the app's sidecar: a further one's name follows a dot, which no endpoint's has. */
export function edgeLeafName(endpoint: string, furtherHost?: string): string {
  return `edge-${endpoint}${furtherHost === undefined ? '' : `.${furtherHost}`}`;
}
