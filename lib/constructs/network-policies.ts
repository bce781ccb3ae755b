/**
 * Network policies of one namespace: nothing at all, then DNS, then exactly the flows, one policy for each end of each hop.
 * A policy says in an annotation which line asked for it. Source: Kubernetes "Network Policies".
 */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { partyName, type Flow, type Outside, type Party } from '../model/flow';
import { frontPodsOf, hasOwnPods } from '../model/front-engine';
import { canonicalNetwork, parseNetwork, renderNetwork, type Network } from '../model/cidr';
import { notMeantBy, notPublic } from '../model/internal-networks';
import { FRONT_NAMESPACE } from '../model/names';
import type { Platform } from '../model/platform';
import { objectMetadata } from './object-metadata';
import { podSelector } from './pod-labels';
import { KubernetesResource } from './kubernetes-resource';
import type { Wire } from './wire';

export const ORIGIN_ANNOTATION = 'gatehouse.dev/origin';
/** The network that an egress names, where a policy opens one: verify refuses what reaches further. */
const DECLARED_ANNOTATION = 'gatehouse.dev/declared-network';
const EXTERNAL_NAMESPACES = 'gatehouse.dev/external-namespaces';

export interface NetworkPoliciesProps {
  readonly platform: Platform;
  readonly namespace: string;
  /** Flows; drawn are the ends that lie in this namespace. */
  readonly flows: readonly Flow[];
}

export class NetworkPolicies extends Construct {
  constructor(scope: Construct, id: string, { platform, namespace, flows }: NetworkPoliciesProps) {
    super(scope, id);
    const add = (name: string, spec: Wire<k8s.NetworkPolicySpec>, annotations: Record<string, string> = {}): void => {
      new KubernetesResource(
        this,
        name,
        { ...k8s.KubeNetworkPolicy.GVK, spec },
        objectMetadata({ kind: 'NetworkPolicy', name, namespace, annotations }),
      );
    };
    add('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    add('dns', dnsSpec(platform));
    for (const flow of flows) {
      const origin = {
        [ORIGIN_ANNOTATION]: `${flow.origin.file}:${flow.origin.line}`,
        ...externalPeer(platform, flow),
      };
      if (namespaceOfParty(flow.from) === namespace)
        add(`out.${partyName(flow.from)}.to.${farReceiver(flow)}`, egressSpec(platform, flow), {
          ...origin,
          ...declared(flow),
        });
      if (namespaceOfParty(flow.to) === namespace)
        add(`in.${receiver(flow)}.from.${farSender(flow)}`, ingressSpec(platform, flow), origin);
    }
  }
}

/** Tells verify, which reads finished objects only, that somebody else makes these pods. */
function externalPeer(platform: Platform, { from }: Flow): Record<string, string> {
  if (from.kind !== 'front' || hasOwnPods(platform)) return {};
  return { [EXTERNAL_NAMESPACES]: frontPodsOf(platform).namespace };
}

function namespaceOfParty(party: Party): string | undefined {
  if (party.kind === 'internet' || party.kind === 'outside') return undefined;
  return party.kind === 'front' ? FRONT_NAMESPACE : party.tenant;
}

/** `shop.web`, `gate`, `gate.3306`: the receiver as its own namespace calls it. */
function receiver({ to, endpoint, port, publicPort }: Flow): string {
  if (to.kind === 'outside') return `outside.${to.name}.${port}`;
  return [partyName(to), endpoint, publicPort].filter((part) => part !== undefined).join('.');
}

/** The same with its tenant where the sender is in another namespace: unique among the sender's policies. */
function farReceiver(flow: Flow): string {
  const { from, to } = flow;
  const isFar = namespaceOfParty(from) !== namespaceOfParty(to) && 'tenant' in to;
  return isFar ? `${to.tenant}.${receiver(flow)}` : receiver(flow);
}

/** A guest with its tenant: unique among the receiver's policies. */
function farSender({ from, to }: Flow): string {
  const isGuest = from.kind === 'app' && to.kind === 'app' && from.tenant !== to.tenant;
  return isGuest ? `${from.tenant}.${partyName(from)}` : partyName(from);
}

/** The cluster's DNS pods and nothing else that answers on port 53. */
function dnsSpec({ spec: { dns } }: Platform): Wire<k8s.NetworkPolicySpec> {
  const port = 53;
  return {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [{ namespaceSelector: namespaceSelector(dns.namespace), podSelector: { matchLabels: dns.podLabels } }],
        ports: [
          { protocol: 'UDP', port },
          { protocol: 'TCP', port },
        ],
      },
    ],
  };
}

function egressSpec(platform: Platform, { from, to, port }: Flow): Wire<k8s.NetworkPolicySpec> {
  const peers = to.kind === 'outside' ? networks(platform, to) : [peer(platform, to)];
  return { podSelector: selectorOf(from), policyTypes: ['Egress'], egress: [{ to: peers, ports: [tcp(port)] }] };
}

/** A network that is named, less what nobody means by it; or the Internet, less all that is not it. */
function networks(platform: Platform, { cidr }: Outside): Wire<k8s.NetworkPolicyPeer>[] {
  if (cidr !== undefined) return [ipBlock(canonicalNetwork(cidr), notMeantBy(platform, parseNetwork(cidr)))];
  const closed = notPublic(platform);
  return ([4, 6] as const).map((family) =>
    ipBlock(
      family === 4 ? '0.0.0.0/0' : '::/0',
      closed.filter((network) => network.family === family),
    ),
  );
}

function ipBlock(cidr: string, except: readonly Network[]): Wire<k8s.NetworkPolicyPeer> {
  return { ipBlock: { cidr, ...(except.length === 0 ? {} : { except: except.map(renderNetwork) }) } };
}

function declared({ to }: Flow): Record<string, string> {
  return to.kind === 'outside' && to.cidr !== undefined ? { [DECLARED_ANNOTATION]: canonicalNetwork(to.cidr) } : {};
}

/** From the Internet means from anywhere. */
function ingressSpec(platform: Platform, { from, to, port }: Flow): Wire<k8s.NetworkPolicySpec> {
  const source = from.kind === 'internet' ? {} : { from: [peer(platform, from)] };
  return { podSelector: selectorOf(to), policyTypes: ['Ingress'], ingress: [{ ...source, ports: [tcp(port)] }] };
}

function tcp(port: number): Wire<k8s.NetworkPolicyPort> {
  return { protocol: 'TCP', port };
}

function selectorOf(party: Party): k8s.LabelSelector {
  if (party.kind === 'internet' || party.kind === 'outside') throw new Error('the Internet has no pods');
  return { matchLabels: podSelector(party) };
}

/** The namespace by the name that the API server itself puts on it, so that no label can be borrowed. */
function peer(platform: Platform, party: Party): Wire<k8s.NetworkPolicyPeer> {
  if (party.kind === 'front') {
    const { namespace, labels } = frontPodsOf(platform);
    return { namespaceSelector: namespaceSelector(namespace), podSelector: { matchLabels: { ...labels } } };
  }
  return { namespaceSelector: namespaceSelector(namespaceOfParty(party) ?? ''), podSelector: selectorOf(party) };
}

function namespaceSelector(name: string): k8s.LabelSelector {
  return { matchLabels: { 'kubernetes.io/metadata.name': name } };
}
