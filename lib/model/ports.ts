/**
 * Where a sidecar listens. Each listener port derives from the endpoint's own port, so that a reader can guess it and so
 * that it stays when other endpoints come and go: 8080 -> 38080 and 48080, 50051 -> 30051 and 40051. An app that listens in
 * one of these ranges itself has that listener at 1xxxx instead: 30080 -> 10080 and 40080.
 * The two ranges lie within Linux' ephemeral ports; pods reserve them (net.ipv4.ip_local_reserved_ports, a safe sysctl).
 */

/** Plain HTTP, for kubelet's probes only: says whether nginx, or the app behind it, is alive. */
export const HEALTH_PORT = 29999;

/** What a pod with a sidecar sets aside, in the form of net.ipv4.ip_local_reserved_ports. */
export const RESERVED_PORTS = '29999-49999';

/** In-cluster callers: mutual TLS. */
export function meshPort(endpointPort: number): number {
  return derivedPort(30000, endpointPort);
}

/** The gate, for protocols whose TLS ends in the sidecar: PROXY protocol, then the client's TLS. */
export function edgePort(endpointPort: number): number {
  return derivedPort(40000, endpointPort);
}

/** The last four digits in the range that begins at `base`; the app's own port cannot be its listener's too. */
function derivedPort(base: number, endpointPort: number): number {
  const lastFour = endpointPort % 10000;
  return base + lastFour === endpointPort ? 10000 + lastFour : base + lastFour;
}

/** Container ports of the front and the gate for the platform's first public port; their Services map that one to these. */
export const FRONT_PORT = 8443;
export const GATE_PORT = 8443;

/** Container and Service port of the egress gateway. */
export const EGRESS_PORT = 8443;
/** Plain HTTP of the front, which redirects to TLS. */
export const FRONT_REDIRECT_PORT = 8080;

/** Listener on 127.0.0.1 in a gate, where TLS ends for http. */
export const GATE_HTTP_PORT = 8444;

/** Container port of the front and of the gates for a further public port: 3306 -> 23306, 636 -> 20636. */
export function furtherPort(publicPort: number): number {
  return 20000 + (publicPort % 10000);
}

/** Listener on 127.0.0.1 in a gate, where TLS ends for what is reached on a further public port: 9443 -> 19443. */
export function furtherHttpPort(publicPort: number): number {
  return 10000 + (publicPort % 10000);
}

/** Non-root processes cannot bind below this one (Linux default of ip_unprivileged_port_start). */
export const LOWEST_UNPRIVILEGED_PORT = 1024;
