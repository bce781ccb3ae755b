/**
 * Network policies of one namespace: nothing at all, then DNS, then exactly the flows, one policy for each end of each hop.
 * A policy says in an annotation which line asked for it. Source: Kubernetes "Network Policies".
 */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { partyName, type Flow, type Party } from '../model/flows';
import { FRONT_NAMESPACE } from '../model/names';
import type { Platform } from '../model/platform';
import { objectMetadata } from './object-metadata';
import { podSelector } from './pod-labels';
import { KubernetesResource } from './kubernetes-resource';

export const ORIGIN_ANNOTATION = 'gatehouse.dev/origin';

export interface NetworkPoliciesProps {
  readonly platform: Platform;
  readonly namespace: string;
  /** Flows; drawn are the ends that lie in this namespace. */
  readonly flows: readonly Flow[];
}

export class NetworkPolicies extends Construct {
  constructor(scope: Construct, id: string, { platform, namespace, flows }: NetworkPoliciesProps) {
    super(scope, id);
    const add = (name: string, spec: k8s.NetworkPolicySpec, annotations: Record<string, string> = {}): void => {
      new KubernetesResource(
        this,
        name,
        k8s.KubeNetworkPolicy.manifest({
          spec,
        }),
        objectMetadata({ kind: 'NetworkPolicy', name, namespace, annotations }),
      );
    };
    add('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    add('dns', dnsSpec(platform));
    for (const flow of flows) {
      const origin = { [ORIGIN_ANNOTATION]: `${flow.origin.file}:${flow.origin.line}` };
      if (namespaceOfParty(flow.from) === namespace)
        add(`out.${partyName(flow.from)}.to.${farReceiver(flow)}`, egressSpec(flow), origin);
      if (namespaceOfParty(flow.to) === namespace)
        add(`in.${receiver(flow)}.from.${partyName(flow.from)}`, ingressSpec(flow), origin);
    }
  }
}

function namespaceOfParty(party: Party): string | undefined {
  if (party.kind === 'internet') return undefined;
  return party.kind === 'front' ? FRONT_NAMESPACE : party.tenant;
}

/** `shop.web`, `gate`, `gate.3306`: the receiver as its own namespace calls it. */
function receiver({ to, endpoint, publicPort }: Flow): string {
  return [partyName(to), endpoint, publicPort].filter((part) => part !== undefined).join('.');
}

/** The same with its tenant where the sender is in another namespace: unique among the sender's policies. */
function farReceiver(flow: Flow): string {
  const { from, to } = flow;
  const isFar = namespaceOfParty(from) !== namespaceOfParty(to) && to.kind !== 'front' && to.kind !== 'internet';
  return isFar ? `${to.tenant}.${receiver(flow)}` : receiver(flow);
}

/** The cluster's DNS pods and nothing else that answers on port 53. */
function dnsSpec({ spec: { dns } }: Platform): k8s.NetworkPolicySpec {
  const port = k8s.IntOrString.fromNumber(53);
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

function egressSpec({ from, to, port }: Flow): k8s.NetworkPolicySpec {
  return { podSelector: selectorOf(from), policyTypes: ['Egress'], egress: [{ to: [peer(to)], ports: [tcp(port)] }] };
}

/** From the Internet means from anywhere. */
function ingressSpec({ from, to, port }: Flow): k8s.NetworkPolicySpec {
  const source = from.kind === 'internet' ? {} : { from: [peer(from)] };
  return { podSelector: selectorOf(to), policyTypes: ['Ingress'], ingress: [{ ...source, ports: [tcp(port)] }] };
}

function tcp(port: number): k8s.NetworkPolicyPort {
  return { protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) };
}

function selectorOf(party: Party): k8s.LabelSelector {
  if (party.kind === 'internet') throw new Error('the Internet has no pods');
  return { matchLabels: podSelector(party) };
}

/** The namespace by the name that the API server itself puts on it, so that no label can be borrowed. */
function peer(party: Party): k8s.NetworkPolicyPeer {
  return { namespaceSelector: namespaceSelector(namespaceOfParty(party) ?? ''), podSelector: selectorOf(party) };
}

function namespaceSelector(name: string): k8s.LabelSelector {
  return { matchLabels: { 'kubernetes.io/metadata.name': name } };
}
