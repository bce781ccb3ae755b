/** The container of k8sniff for each public port, in the front's pod beside the copy of the API that it reads. */
import { NGINX_USER } from '../../model/images';
import type { Platform } from '../../model/platform';
import { FRONT } from '../../model/resources';
import { CONFIG_FOLDER } from '../nginx-config';
import { CONFINED, DEREGISTRATION_SECONDS } from '../nginx-container';
import { k8sniffFile, k8sniffPorts, type K8sniffPort } from './k8sniff-config';

export function k8sniffContainers(platform: Platform): Record<string, unknown>[] {
  return k8sniffPorts(platform).map((listener) => container(platform, listener));
}

function container(platform: Platform, listener: K8sniffPort): Record<string, unknown> {
  const alive = { httpGet: { path: '/metrics', port: listener.metricsPort } };
  return {
    name: `k8sniff-${listener.publicPort}`,
    image: platform.spec.front.k8sniff?.image,
    imagePullPolicy: 'IfNotPresent',
    command: ['/k8sniff', '-logtostderr', '--config', `${CONFIG_FOLDER}/${k8sniffFile(listener)}`],
    ports: [{ containerPort: listener.port, name: listener.isFirst ? 'front' : `public-${listener.publicPort}` }],
    resources: FRONT,
    securityContext: { ...CONFINED, runAsUser: NGINX_USER, runAsGroup: NGINX_USER },
    readinessProbe: { ...alive, periodSeconds: 5, timeoutSeconds: 2 },
    livenessProbe: { ...alive, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    ...lifecycle(platform),
    volumeMounts: [{ name: 'config', mountPath: CONFIG_FOLDER, readOnly: true }],
  };
}

/** It ends at once when it is told to, and its image need not have a shell: Kubernetes itself sleeps (1.30). */
function lifecycle({ spec }: Platform): Record<string, unknown> {
  if (Number(spec.kubernetesVersion.split('.')[1]) < 30) return {};
  return { lifecycle: { preStop: { sleep: { seconds: DEREGISTRATION_SECONDS + spec.drain.stopSeconds } } } };
}
