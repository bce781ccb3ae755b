/** The list of rules, in the order in which documentation shows them. A new rule is a new file here and one line below. */
import type { Rule } from '../rule';
import { containersConfined } from './containers-confined';
import { keysOnlyInSecrets } from './keys-only-in-secrets';
import { noOpenEgress } from './no-open-egress';
import { policiesSelectSomething } from './policies-select-something';
import { referencesExist } from './references-exist';
import { sealedSecretsSound } from './sealed-secrets-sound';
import { servicesHaveBackends } from './services-have-backends';
import { sizeLimits } from './size-limits';
import { uniqueIdentity } from './unique-identity';
import { validName } from './valid-name';

export const RULES: readonly Rule[] = [
  uniqueIdentity,
  validName,
  referencesExist,
  servicesHaveBackends,
  policiesSelectSomething,
  noOpenEgress,
  sizeLimits,
  keysOnlyInSecrets,
  sealedSecretsSound,
  containersConfined,
];
