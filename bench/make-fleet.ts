/** Writes a fleet of N tenants x M apps: each app serves one endpoint, every fifth to the Internet, and every third calls the app before it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const HEAD = 'apiVersion: gatehouse.dev/v1alpha1\n';

export function makeFleet(folder: string, tenants: number, apps: number): void {
  mkdirSync(path.join(folder, 'tenants'), { recursive: true });
  writeFileSync(path.join(folder, 'platform.yaml'), platform());
  for (let t = 0; t < tenants; t++) {
    const tenant = `tenant-${String(t).padStart(4, '0')}`;
    const place = path.join(folder, 'tenants', tenant);
    mkdirSync(place);
    writeFileSync(
      path.join(place, 'tenant.yaml'),
      `${HEAD}kind: Tenant\nmetadata: { name: ${tenant} }\nspec:\n  adminGroups: [${tenant}-admins]\n`,
    );
    for (let a = 0; a < apps; a++) writeFileSync(path.join(place, `app-${a}.yaml`), app(a));
  }
}

function platform(): string {
  return `${HEAD}kind: Platform
metadata: { name: bench }
spec:
  domain: apps.example.com
  pki: { seed: demo, since: 2026-11-01, asOf: 2026-11-01 }
  secrets: { mode: plain }
`;
}

function app(index: number): string {
  const egress = `  egresses:
    - { name: before, to: { app: app-${index - 1}, endpoint: web }, localPort: 9001 }
`;
  return `${HEAD}kind: App
metadata: { name: app-${index} }
spec:
  pod:
    containers:
      - name: app
        image: docker.io/library/python:3.13-slim
        command: [python3, -m, http.server, "8080", --bind, 127.0.0.1]
        env:
          - { name: MODE, value: production }
          - { name: CALLEE, value: "http://127.0.0.1:9001/" }
        resources:
          requests: { cpu: 100m, memory: 128Mi }
          limits: { cpu: "1", memory: 256Mi }
        securityContext: { runAsUser: 1000 }
        readinessProbe: { httpGet: { path: /health, port: 8080 } }
        livenessProbe: { httpGet: { path: /health, port: 8080 }, periodSeconds: 30 }
  endpoints:
    - { name: web, port: 8080, protocol: http${index % 5 === 0 ? ', expose: public' : ''} }
${index % 3 === 2 ? egress : ''}`;
}
