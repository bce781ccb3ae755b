/** One hop, and the parties at its ends. */
import type { Place } from './issue';

export type Party =
  | { readonly kind: 'internet' }
  | { readonly kind: 'front' }
  | { readonly kind: 'gate'; readonly tenant: string }
  | { readonly kind: 'app'; readonly tenant: string; readonly app: string }
  /** The tenant's own egress gateway. */
  | { readonly kind: 'egress'; readonly tenant: string }
  | Outside;

/** Servers outside of the cluster: of a network that an egress names, or of the whole Internet. */
export interface Outside {
  readonly kind: 'outside';
  /** Names it in policies: the egress's name, or `internet`. */
  readonly name: string;
  readonly cidr?: string;
}

/** One hop: a connection that may be opened to a port of the receiving pod. */
export interface Flow {
  readonly from: Party;
  readonly to: Party;
  /** Which listener takes it: mesh wants a client certificate, edge and gate want the PROXY protocol first; outside is none of ours. */
  readonly listener: 'front' | 'gate' | 'mesh' | 'edge' | 'egress' | 'outside';
  /** Port of the receiving pod. */
  readonly port: number;
  /** The further public port that it is for, where it ends at the front or a gate and is not for the first. */
  readonly publicPort?: number;
  /** The endpoint that is reached, where `to` is an app; `redirect`, where it is the front's plain HTTP. */
  readonly endpoint?: string;
  /** The line of the document that asked for it. */
  readonly origin: Place;
}

/** One word for a party within its tenant: the common name of its certificate, the last word of a policy's name. */
export function partyName(party: Party): string {
  return party.kind === 'app' ? party.app : party.kind;
}
