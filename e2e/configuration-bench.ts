/** The real programs of the tools image, asked what they make of configurations. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exec } from './kubectl';
import { NGINX_BENCH, PLAIN_NAMESPACE } from './plain-pods';

/** What the programs of programs/ named `…_accepts.py` read. */
export interface Subject {
  readonly name: string;
  /** Text by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Which of the files is the configuration. */
  readonly configuration: string;
}

export interface Verdict {
  readonly name: string;
  readonly accepted: boolean;
  readonly said: string;
}

export interface StunnelVerdict extends Verdict {
  /** Those that listen: `[sql] 127.0.0.1:20815`. */
  readonly services: readonly string[];
}

export interface Verdicts<V = Verdict> {
  readonly version: string;
  /** In the order of the subjects. */
  readonly verdicts: readonly V[];
}

/** `nginx -t`. The pod NGINX_BENCH must be there. */
export function askNginx(subjects: readonly Subject[]): Promise<Verdicts> {
  return ask<Verdict>('nginx_accepts.py', subjects);
}

/** stunnel itself, until it listens. The pod NGINX_BENCH must be there. */
export function askStunnel(subjects: readonly Subject[]): Promise<Verdicts<StunnelVerdict>> {
  return ask<StunnelVerdict>('stunnel_accepts.py', subjects);
}

async function ask<V>(program: string, subjects: readonly Subject[]): Promise<Verdicts<V>> {
  const text = readFileSync(join(__dirname, 'programs', program), 'utf8');
  const answer = await exec(PLAIN_NAMESPACE, NGINX_BENCH, ['python3', '-c', text], JSON.stringify(subjects));
  return JSON.parse(answer) as Verdicts<V>;
}

export function configurationOf({ files, configuration }: Subject): string {
  return files[configuration] ?? '';
}

/** The subject with its configuration changed. */
export function spoilt(subject: Subject, change: (text: string) => string): Subject {
  const text = change(configurationOf(subject));
  return { ...subject, files: { ...subject.files, [subject.configuration]: text } };
}
