/** Numbers in the one form that YAML 1.1, YAML 1.2 and JSON readers all take for the same number. */

/**
 * @param value finite.
 * @returns digits for safe integers; a decimal point and, where JavaScript uses one, an exponent for all else: PyYAML
 * takes `1e+21` for text, and Go reads the digits of an unsafe integer as another integer than the double.
 * Minus zero is written `0`, as in JSON.
 */
export function renderNumber(value: number): string {
  if (Number.isSafeInteger(value)) return value === 0 ? '0' : String(value);
  const text = Number.isInteger(value) ? value.toExponential() : String(value);
  return text.includes('.') ? text : text.replace('e', '.0e');
}
