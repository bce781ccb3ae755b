/** What containers ask for and may use at most, where nobody says otherwise. */

export interface Resources {
  readonly requests: Readonly<Record<string, string | number>>;
  readonly limits: Readonly<Record<string, string | number>>;
}

/** An app's container that says nothing. */
export const APP_DEFAULT: Resources = {
  requests: { cpu: '50m', memory: '64Mi' },
  limits: { cpu: '1', memory: '256Mi' },
};

/** One worker: 6 MB idle, 14 MB with 200 connections (measured, shared reference). */
export const SIDECAR: Resources = {
  requests: { cpu: '10m', memory: '24Mi' },
  limits: { cpu: '1', memory: '128Mi' },
};

export const GATE: Resources = {
  requests: { cpu: '20m', memory: '32Mi' },
  limits: { cpu: '2', memory: '256Mi' },
};

export const EGRESS: Resources = {
  requests: { cpu: '20m', memory: '32Mi' },
  limits: { cpu: '2', memory: '256Mi' },
};

/** 30 MB idle; 7 kB for a silent client (measured), 48 kB of buffers for a routed one, of which there are 16,384 at most. */
export const FRONT: Resources = {
  requests: { cpu: '100m', memory: '64Mi' },
  limits: { cpu: '4', memory: '1Gi' },
};

/** Per resource: what is given stands; where only one of request and limit is given the other equals it. */
export function withDefaultResources(
  given: { readonly requests?: Resources['requests'] | undefined; readonly limits?: Resources['limits'] | undefined },
  defaults: Resources = APP_DEFAULT,
): Resources {
  const requests = { ...defaults.requests, ...given.limits, ...given.requests };
  const limits = { ...defaults.limits, ...given.requests, ...given.limits };
  return { requests, limits };
}
