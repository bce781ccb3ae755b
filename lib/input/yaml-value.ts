/**
 * From YAML's syntax tree to a plain value and its positions. Whatever two YAML programs could understand differently is a
 * fault: duplicate and merge keys, keys that are not text, numbers with leading zeros or beyond what a double holds.
 */
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { ValuePath } from '../model/source';
import type { Position } from './positions';
import { showPath, showText } from './show-value';
import type { YamlFault } from './yaml-fault';

const DEEPEST = 100;
/** Keys that mean something to JavaScript objects. */
const POISONOUS_KEYS = ['__proto__', 'constructor', 'prototype'];

export interface YamlValue {
  readonly value: unknown;
  readonly position: Position;
  readonly faults: readonly YamlFault[];
  /** Where the value cannot be told because of a fault: what is said about these places, or below, would mislead. */
  readonly unknownPaths: readonly ValuePath[];
  /** Mappings that may have more keys than could be read: that one is missing would mislead. */
  readonly incompletePaths: readonly ValuePath[];
}

/** `renderPlace` is for messages that tell where the other one of two is. */
export function toValue(root: Node, renderPlace: (offset: number) => string): YamlValue {
  const walk = new Walk(renderPlace);
  const { value, position } = walk.read(root, []);
  const { faults, unknownPaths, incompletePaths } = walk;
  return { value, position, faults, unknownPaths, incompletePaths };
}

interface Read {
  readonly value: unknown;
  readonly position: Position;
}

class Walk {
  readonly faults: YamlFault[] = [];
  readonly unknownPaths: ValuePath[] = [];
  readonly incompletePaths: ValuePath[] = [];

  constructor(private readonly renderPlace: (offset: number) => string) {}

  read(node: unknown, path: ValuePath, keyOffset?: number): Read {
    const offset = startOf(node) ?? keyOffset ?? 0;
    const position = { offset, ...(keyOffset === undefined ? {} : { keyOffset }) };
    if (path.length > DEEPEST) {
      this.refuse(offset, path, `values are nested more than ${DEEPEST} deep`, 'write it flatter');
      return { value: null, position };
    }
    if (isMap(node)) return this.readMap(node, path, position);
    if (isSeq(node)) return this.readList(node, path, position);
    if (isScalar(node)) return { value: this.readScalar(node, path), position };
    // An alias is a fault of its own, and an empty value is no node at all.
    if (isAlias(node)) this.unknownPaths.push(path);
    return { value: null, position };
  }

  private readMap(map: YAMLMap, path: ValuePath, position: Position): Read {
    if (map.tag !== undefined) this.unknownPaths.push(path);
    const value: Record<string, unknown> = {};
    const children = new Map<string, Position>();
    for (const pair of map.items) {
      const key = this.readKey(pair, path);
      if (key === undefined) continue;
      const keyOffset = startOf(pair.key) ?? position.offset;
      const earlier = children.get(key);
      if (earlier !== undefined) {
        this.refuseDuplicate(keyOffset, [...path, key], earlier);
        continue;
      }
      const child = this.read(pair.value, [...path, key], keyOffset);
      value[key] = child.value;
      children.set(key, child.position);
    }
    return { value, position: { ...position, children } };
  }

  private readList(list: YAMLSeq, path: ValuePath, position: Position): Read {
    if (list.tag !== undefined) this.unknownPaths.push(path);
    const items = list.items.map((item, index) => this.read(item, [...path, index]));
    const children = new Map(items.map((item, index) => [index, item.position]));
    return { value: items.map((item) => item.value), position: { ...position, children } };
  }

  /** Undefined where there is no key to go on with. */
  private readKey({ key }: Pair, path: ValuePath): string | undefined {
    const offset = startOf(key) ?? 0;
    if (isAlias(key)) {
      this.incompletePaths.push(path);
      return undefined;
    }
    if (!isScalar(key) || key.value === null) {
      this.skip(offset, path, 'a key is text, not a value of its own', 'write a word before the colon');
      return;
    }
    const text = typeof key.value === 'string' ? key.value : (key.source ?? '');
    if (typeof key.value !== 'string') {
      const kind = typeof key.value === 'boolean' ? 'true or false' : 'a number';
      const message = `key ${showText(text)} in ${showPath(path)} is ${kind}, and keys are text`;
      this.faults.push({ offset, message, fix: 'put it in quotes' });
    }
    if (text === '<<' && key.type === 'PLAIN') {
      this.skip(offset, path, `merge key "<<" in ${showPath(path)} is not allowed`, 'write the keys themselves');
      return;
    }
    if (POISONOUS_KEYS.includes(text)) {
      this.skip(
        offset,
        path,
        `key ${showText(text)} in ${showPath(path)} is not allowed`,
        'choose another one, or remove it',
      );
      return;
    }
    return text;
  }

  private skip(offset: number, path: ValuePath, message: string, fix: string): undefined {
    this.faults.push({ offset, message, fix });
    this.incompletePaths.push(path);
    return undefined;
  }

  private readScalar(scalar: Scalar, path: ValuePath): unknown {
    const { value, source = '' } = scalar;
    const offset = startOf(scalar) ?? 0;
    if (scalar.tag !== undefined) this.unknownPaths.push(path);
    const isNumber = typeof value === 'number' || typeof value === 'bigint';
    if (isNumber && /^[-+]?0[0-9]/.test(source)) {
      const message = `${showPath(path)} is ${source}, which some programs read as octal and others as decimal`;
      this.refuse(offset, path, message, 'write the decimal number without leading zeros, or put text in quotes');
    } else if (typeof value === 'number' && !Number.isFinite(value)) {
      this.refuse(
        offset,
        path,
        `${showPath(path)} is ${showText(source)}, which is no finite number`,
        'write a number',
      );
    } else if (typeof value === 'bigint' && !Number.isSafeInteger(Number(value))) {
      const message = `${showPath(path)} is ${showText(source)}, which is too large to be kept exactly`;
      this.refuse(offset, path, message, `write a number up to ${Number.MAX_SAFE_INTEGER}, or put text in quotes`);
    } else if (typeof value === 'string' && /\p{Surrogate}/u.test(value)) {
      this.refuse(offset, path, `${showPath(path)} holds half of a character`, 'write the whole character');
    }
    return typeof value === 'bigint' ? Number(value) : value;
  }

  private refuseDuplicate(offset: number, path: ValuePath, earlier: Position): void {
    const other = this.renderPlace(earlier.keyOffset ?? earlier.offset);
    const message = `duplicate key ${showText(String(path.at(-1)))} in ${showPath(path.slice(0, -1))} (also ${other})`;
    this.refuse(offset, path, message, 'keep one of the two');
  }

  private refuse(offset: number, path: ValuePath, message: string, fix: string): void {
    this.faults.push({ offset, message, fix });
    this.unknownPaths.push(path);
  }
}

function startOf(node: unknown): number | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range?.[0] : undefined;
}
