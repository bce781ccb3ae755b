/** The app document: one workload of a tenant, the ports that it serves and the connections that it opens. */
import { z } from 'zod';
import { egress } from './egress';
import { endpoint } from './endpoint';
import { podSpec } from './pod';
import type { Sourced } from './source';
import { API_VERSION, dnsLabel, metadata } from './schema';

const external = z.strictObject({
  secrets: z.array(z.string().min(1)).default([]).describe('Secrets of the namespace that somebody else makes.'),
  configMaps: z.array(z.string().min(1)).default([]).describe('ConfigMaps of the namespace that somebody else makes.'),
  persistentVolumeClaims: z
    .array(z.string().min(1))
    .default([])
    .describe('PersistentVolumeClaims of the namespace that somebody else makes.'),
});

const job = z.strictObject({
  parallelism: z.int().min(1).max(1000).optional().describe('Pods at once.'),
  completions: z.int().min(1).max(100000).optional().describe('Pods that must succeed.'),
  backoffLimit: z.int().min(0).max(100).optional().describe('Retries before the Job has failed.'),
  activeDeadlineSeconds: z.int().min(1).optional().describe('Seconds after which the Job is ended.'),
});

const appSpec = z.strictObject({
  workload: z
    .enum(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'])
    .default('Deployment')
    .describe('Kind of Kubernetes workload that runs the pod; a DaemonSet runs one on every node.'),
  replicas: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe('Number of pods of a Deployment or StatefulSet; 1 by default.'),
  schedule: z
    .string()
    .regex(
      /^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|(\S+ ){4}\S+)$/,
      'five cron fields, or @hourly and the like',
    )
    .optional()
    .describe('When a CronJob runs, in cron form, UTC.'),
  job: job.optional().describe('Settings of a Job or CronJob.'),
  volumeClaimTemplates: z
    .array(z.looseObject({ metadata: z.looseObject({ name: dnsLabel }), spec: z.looseObject({}) }))
    .optional()
    .describe('PersistentVolumeClaims of each pod of a StatefulSet, as in Kubernetes.'),
  pod: podSpec.describe('A Kubernetes PodSpec.'),
  endpoints: z.array(endpoint).default([]).describe('Ports that the app serves.'),
  egresses: z.array(egress).default([]).describe('Connections that the app opens. What is not listed is not possible.'),
  external: external.prefault({}).describe('Objects that the pod refers to and that somebody else makes.'),
});

export const appDocument = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).describe('Version of this document format.'),
    kind: z.literal('App').describe('What this document is.'),
    metadata: metadata.describe('The name of the app: also of its Service, workload and certificate.'),
    spec: appSpec.describe('What the app is.'),
  })
  .describe('One workload of a tenant.');

export type AppSpec = z.output<typeof appSpec>;
export type App = Sourced<AppSpec>;
