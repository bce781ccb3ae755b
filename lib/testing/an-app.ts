/** The smallest valid app, one container without endpoints, with `changes` laid over its spec: `anApp({ replicas: 2 })`. */
import type { z } from 'zod';
import { appDocument, type App } from '../model/app';
import { API_VERSION } from '../model/schema';
import { aSource } from './a-source';

export interface AppChanges extends Partial<z.input<typeof appDocument>['spec']> {
  readonly name?: string;
  /** In whose folder it lies; decides its file and nothing else. */
  readonly tenant?: string;
}

export function anApp({ name = 'shop', tenant = 'acme', ...changes }: AppChanges = {}): App {
  const spec = { pod: { containers: [{ name, image: 'registry.example/app:1' }] }, ...changes };
  const written = { apiVersion: API_VERSION, kind: 'App', metadata: { name }, spec };
  return { name, spec: appDocument.parse(written).spec, source: aSource(`tenants/${tenant}/${name}.yaml`, written) };
}
