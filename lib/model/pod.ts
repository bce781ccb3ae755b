/** What Gatehouse must know of a Kubernetes PodSpec. Everything else in it passes through untouched. */
import { z } from 'zod';
import { dnsLabel } from './schema';

const httpGet = z.looseObject({
  path: z
    .string()
    .max(1024)
    .regex(/^\/[A-Za-z0-9._~/?&=%+,:@-]*$/, 'a URL path that begins with /')
    .default('/'),
  port: z.union([z.int().min(1).max(65535), z.string()]),
  scheme: z.string().optional(),
  httpHeaders: z
    .array(
      z.strictObject({
        // nginx has no room for longer ones, and does not start.
        name: z.string().regex(/^[A-Za-z0-9-]{1,46}$/, 'a header name: A-Z a-z 0-9 -, at most 46'),
        value: z.string().regex(/^[ !#%-[\]-~]*$/, 'a header value in ASCII, without " $ and \\'),
      }),
    )
    .optional(),
});

const probe = z.looseObject({
  httpGet: httpGet.optional(),
  tcpSocket: z.unknown().optional(),
  grpc: z.unknown().optional(),
  exec: z.unknown().optional(),
});

const hook = z.looseObject({ httpGet: z.unknown().optional(), tcpSocket: z.unknown().optional() });

const nameOnly = z.looseObject({ name: z.string() });

const environment = z.looseObject({
  name: z.string().min(1),
  value: z.string('a string; quote it').optional(),
});

const resources = z.looseObject({
  requests: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  limits: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

const container = z.looseObject({
  name: dnsLabel,
  image: z.string().min(1),
  command: z.array(z.string('a string; quote it')).optional(),
  args: z.array(z.string('a string; quote it')).optional(),
  env: z.array(environment).optional(),
  ports: z
    .array(
      z.looseObject({
        name: z.string().optional(),
        containerPort: z.int().min(1).max(65535),
        hostPort: z.int().optional(),
      }),
    )
    .optional(),
  resources: resources.optional(),
  securityContext: z.looseObject({}).optional(),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })).optional(),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
  startupProbe: probe.optional(),
  lifecycle: z.looseObject({ postStart: hook.optional(), preStop: hook.optional() }).optional(),
  restartPolicy: z.string().optional(),
});

export const podSpec = z.looseObject({
  containers: z.array(container).min(1).describe('The containers, as in Kubernetes.'),
  initContainers: z.array(container).optional(),
  volumes: z.array(nameOnly).optional(),
  securityContext: z
    .looseObject({ sysctls: z.array(z.looseObject({ name: z.string(), value: z.string() })).optional() })
    .optional(),
  restartPolicy: z.enum(['Always', 'OnFailure', 'Never']).optional(),
  terminationGracePeriodSeconds: z.int().min(0).optional(),
});

export type PodSpec = z.output<typeof podSpec>;
export type Container = z.output<typeof container>;
export type Probe = z.output<typeof probe>;

export const PROBE_KINDS = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];
