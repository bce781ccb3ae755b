/**
 * Takes the place of both tenants' gates: pods with a gate's labels, so that its Service and its policies hold for them,
 * which tell what arrived.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { podLabels } from '../../lib/constructs/pod-labels';
import { GATE } from '../../lib/model/names';
import { IMAGE } from '../environment';
import { waitUntilSettled } from '../installation';
import { applyObjects, kubectl, podOf } from '../kubectl';
import { ACME, GLOBEX } from './hello';

const PROGRAM = readFileSync(join(__dirname, '../programs/stand_in_gate.py'), 'utf8');
const STAND_IN = 'stand-in';

const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  runAsUser: 1000,
  seccompProfile: { type: 'RuntimeDefault' },
};

function standIn(tenant: string, words: readonly string[]): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: STAND_IN, namespace: tenant, labels: podLabels({ kind: 'gate', tenant }) },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      containers: [
        {
          name: STAND_IN,
          image: IMAGE,
          imagePullPolicy: 'IfNotPresent',
          command: ['python3', '-c', PROGRAM, tenant, ...words],
          readinessProbe: { exec: { command: ['bash', '-c', ': </dev/tcp/127.0.0.1/8443'] }, periodSeconds: 1 },
          resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '1', memory: '128Mi' } },
          securityContext: RESTRICTED,
        },
      ],
    },
  };
}

/** @param words `plain` where no PROXY header comes */
export async function standInForGates(...words: readonly string[]): Promise<void> {
  for (const tenant of [ACME, GLOBEX]) {
    await kubectl('-n', tenant, 'scale', 'deployment', GATE, '--replicas=0');
    await kubectl(
      '-n',
      tenant,
      'delete',
      'pods',
      '-l',
      'gatehouse.dev/component=gate',
      '--grace-period=1',
      '--wait=false',
    );
    await applyObjects(standIn(tenant, words));
  }
  for (const tenant of [ACME, GLOBEX]) {
    await waitUntilSettled(tenant);
    await podOf(tenant, STAND_IN);
  }
}
