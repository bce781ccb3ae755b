/**
 * What the API server accepts as a name, by the name's role.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
 */
export interface NameFormat {
  readonly pattern: RegExp;
  readonly maxLength: number;
  /** Completes "allowed are …". */
  readonly allowed: string;
}

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const LETTERS = 'lower-case letters, digits and "-"';

export const LABEL_1123: NameFormat = {
  pattern: new RegExp(`^${LABEL}$`),
  maxLength: 63,
  allowed: `${LETTERS}, a letter or digit first and last, at most 63 characters`,
};

export const LABEL_1035: NameFormat = {
  pattern: /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/,
  maxLength: 63,
  allowed: `${LETTERS}, a letter first, a letter or digit last, at most 63 characters`,
};

export const SUBDOMAIN: NameFormat = {
  pattern: new RegExp(`^${LABEL}(?:\\.${LABEL})*$`),
  maxLength: 253,
  allowed:
    'lower-case letters, digits, "-" and ".", a letter or digit beside each "." and at both ends, at most 253 characters',
};

export const PATH_SEGMENT: NameFormat = {
  pattern: /^(?!\.{1,2}$)[^/%]+$/,
  maxLength: Infinity,
  allowed: 'any characters but "/" and "%", and not "." or ".." alone',
};

/** Pods are `<name>-<ordinal>` and DNS labels; the label `controller-revision-hash` is `<name>-<ten characters>`. */
export const STATEFUL_SET_NAME: NameFormat = {
  ...LABEL_1123,
  maxLength: 52,
  allowed: `${LETTERS}, a letter or digit first and last, at most 52 characters, since its pods and revisions get 11 more`,
};

/** https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ */
export const CRON_JOB_NAME: NameFormat = {
  ...SUBDOMAIN,
  maxLength: 52,
  allowed: `${LETTERS} (and "."), a letter or digit first and last, at most 52 characters, since its jobs get 11 more`,
};

/** The pods of a job carry its name as a label value. */
export const JOB_NAME: NameFormat = {
  ...SUBDOMAIN,
  maxLength: 63,
  allowed: `${LETTERS} (and "."), a letter or digit first and last, at most 63 characters, since a label of its pods holds it`,
};

/** The length goes first: the patterns are slow on text that is much too long. */
export function isInFormat(text: string, { pattern, maxLength }: NameFormat): boolean {
  return text !== '' && text.length <= maxLength && pattern.test(text);
}
