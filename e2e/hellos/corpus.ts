/** Every hello that front engines are tried with. */
import { ODD_HELLOS } from './odd-hellos';
import type { Hello } from './hello';
import { NAMED_HELLOS } from './named-hellos';
import { PROPER_HELLOS } from './proper-hellos';
import { UNFINISHED_HELLOS } from './unfinished-hellos';

export const CORPUS: readonly Hello[] = [...PROPER_HELLOS, ...NAMED_HELLOS, ...ODD_HELLOS, ...UNFINISHED_HELLOS];
