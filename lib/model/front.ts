/** The platform's settings of its front, whichever program it is. Defaults stand here and nowhere else. */
import { z } from 'zod';
import { redirect } from './front-settings';
import { dnsLabel, image, objectName, port } from './schema';

const gatewayApi = z.strictObject({
  className: objectName.describe('GatewayClass of the implementation, which must know TLSRoute v1.'),
  listeners: z
    .enum(['sets', 'gateway'])
    .default('sets')
    .describe(
      'Where listeners stand: `sets`, in a ListenerSet v1 for each tenant and public port; `gateway`, in the Gateway itself, which holds 64, for implementations without ListenerSets.',
    ),
  dataPlane: z
    .strictObject({
      namespace: dnsLabel.describe('Namespace of the pods that carry connections for the Gateway.'),
      podLabels: z
        .record(z.string().min(1), z.string())
        .refine((labels) => Object.keys(labels).length > 0, 'at least one label')
        .describe('Labels of these pods; gates admit these alone.'),
    })
    .describe('The pods of the implementation that open connections to gates.'),
  sendsProxyProtocol: z
    .boolean()
    .default(false)
    .describe(
      'Whether the implementation is set up to send the PROXY protocol to gates, which no Gateway API field asks for; without it apps see the address of the data plane instead of the client’s.',
    ),
});

const k8sniff = z.strictObject({
  image: image.describe('Image whose /k8sniff is platform9/k8sniff or kubermatic/k8sniff.'),
});

export const front = z.strictObject({
  engine: z
    .enum(['nginx', 'k8sniff', 'gateway-api'])
    .default('nginx')
    .describe(
      'What routes by name: `nginx`, with everything that Gatehouse has; `gateway-api`, an implementation of the Gateway API that the cluster has; `k8sniff`, for those who run it already: it loses most post-quantum hellos.',
    ),
  gatewayApi: gatewayApi.optional().describe('With engine gateway-api, and with it alone: the implementation.'),
  k8sniff: k8sniff.optional().describe('With engine k8sniff, and with it alone: where it comes from.'),
  replicas: z.int().min(2).max(50).default(2).describe('Pods of the SNI router.'),
  port: port.default(443).describe('Public port of the SNI router.'),
  ports: z
    .array(port)
    .max(32)
    .default([])
    .describe(
      'Further public ports, such as 3306, each a listener of the same router; `publicPort` of an endpoint names one.',
    ),
  serviceAnnotations: z
    .record(z.string(), z.string())
    .default({})
    .describe('Annotations of the LoadBalancer Service, for the cloud that provides it.'),
  redirect: redirect.optional().describe('Plain HTTP, whose every answer is to come back over TLS; none by default.'),
  connectionsPerAddress: z
    .int()
    .min(1)
    .max(16000)
    .default(1000)
    .describe(
      'How many connections one client address may have open at each pod of the front; more are closed at once. Where the load balancer shows its own address instead of the clients’, they all count as one.',
    ),
  helloSeconds: z
    .int()
    .min(1)
    .max(60)
    .default(5)
    .describe('How long a client may take to say which name it wants, from the first packet on, in seconds.'),
  idleSeconds: z
    .int()
    .min(60)
    .max(604800)
    .default(86400)
    .describe('How long a connection may carry nothing before the front closes it, in seconds.'),
});

export type FrontSettings = z.output<typeof front>;
/** The front of a platform that says nothing about it. */
export const usualFront: FrontSettings = front.parse({});
