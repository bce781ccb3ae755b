/** The smallest valid platform, with `changes` laid over its spec: `aPlatform({ domain: 'example.org' })`. */
import type { z } from 'zod';
import { platformDocument, type Platform } from '../model/platform';
import { API_VERSION } from '../model/schema';
import { aSource } from './a-source';

export interface PlatformChanges extends Partial<z.input<typeof platformDocument>['spec']> {
  readonly name?: string;
}

export function aPlatform({ name = 'prod', ...changes }: PlatformChanges = {}): Platform {
  const spec = {
    domain: 'apps.example.com',
    pki: { seed: 'demo', since: '2026-11-01', asOf: '2026-11-01' } as const,
    secrets: { mode: 'plain' } as const,
    ...changes,
  };
  const written = { apiVersion: API_VERSION, kind: 'Platform', metadata: { name }, spec };
  return { name, spec: platformDocument.parse(written).spec, source: aSource('platform.yaml', written) };
}
