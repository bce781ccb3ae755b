/**
 * A key that everybody knows protects nothing, and a mode that is not built protects nobody. What goes with mode `sealed` is decided
 * where the certificate is read: pki/sealing-recipient.ts.
 */
import type { Fleet } from '../fleet';
import { fault, type Issue } from '../issue';
import { BUILT_SECRETS_MODES, type SecretsMode } from '../platform';

export function checkSecrets({ platform: { spec, source } }: Fleet): Issue[] {
  const { mode } = spec.secrets;
  if (isBuilt(mode)) return [];
  const allowed = BUILT_SECRETS_MODES.join(', ');
  const issues = [
    fault(
      'secrets-mode',
      source.placeOf(['spec', 'secrets', 'mode']),
      `secrets mode "${mode}" is not built yet; allowed: ${allowed}`,
      'write mode: sealed',
    ),
  ];
  if (spec.pki.seed === 'demo') {
    const message = `the demo seed, which everybody knows, is refused with secrets mode "${mode}"`;
    issues.push(
      fault(
        'demo-seed',
        source.placeOf(['spec', 'pki', 'seed']),
        message,
        'run `gatehouse pki init`, which writes seed: own',
      ),
    );
  }
  return issues;
}

function isBuilt(mode: SecretsMode): boolean {
  return BUILT_SECRETS_MODES.some((built) => built === mode);
}
