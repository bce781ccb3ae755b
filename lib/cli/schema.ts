/** `gatehouse schema`: the documents' JSON Schema, for editors. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { renderJsonSchemas } from '../input/json-schemas';
import { FINE } from './exit-codes';
import type { Io } from './io';

export function schemaCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('schema')
    .description('Write the JSON Schema of the three documents, for editors.')
    .option('--output <folder>', 'where the files go', 'schema')
    .addHelpText(
      'after',
      `
Begin a document with this line, and editors with the YAML language server complete and check it:
  # yaml-language-server: $schema=<folder>/app.schema.json`,
    )
    .action(({ output }: { readonly output: string }) => {
      exit(runSchema(output, io));
    });
}

function runSchema(folder: string, io: Io): number {
  mkdirSync(folder, { recursive: true });
  const files = renderJsonSchemas();
  for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
  io.writeOut(`${[...files.keys()].map((name) => path.join(folder, name)).join(', ')}\n`);
  return FINE;
}
