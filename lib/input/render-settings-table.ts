/** The table of docs/endpoint-settings.md, made from the schema: every setting with its values and what it does. */
import { endpointSettings, OF_HTTP } from '../model/endpoint-settings';
import { protocolNames, protocols } from '../model/protocols';
import { toJsonSchema, type JsonSchema } from './json-schemas';
import { describeWanted, schemaAt } from './wanted';

/** Markdown, with a last line feed. */
export function renderSettingsTable(): string {
  const endpoint = schemaAt(toJsonSchema('App'), ['spec', 'endpoints', 0]);
  const rows = ['path', ...Object.keys(endpointSettings)].flatMap((name) =>
    rowsOf(name, endpoint?.properties?.[name] ?? {}),
  );
  return ['| setting | values | protocols | what it does |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

/** A mapping has a row of its own, and then one for each of its settings. */
function rowsOf(name: string, schema: JsonSchema): string[] {
  const { description = '', properties = {} } = schema;
  const cells = [`\`${name}\``, describeItems(schema), protocolsOf(name), description];
  return [
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`,
    ...Object.entries(properties).flatMap(([key, child]) => rowsOf(`${name}.${key}`, child)),
  ];
}

function describeItems(schema: JsonSchema): string {
  if (schema.type !== 'array') return describeWanted(schema);
  return `a list of ${describeWanted(schema.items)}`;
}

function protocolsOf(name: string): string {
  const isOfHttp = name === 'path' || OF_HTTP.some((path) => `${name}.`.startsWith(`${path.join('.')}.`));
  return isOfHttp ? protocolNames.filter((protocol) => protocols[protocol].hasPaths).join(', ') : 'all';
}
