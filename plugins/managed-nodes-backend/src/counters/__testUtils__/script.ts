import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const FILE = resolve(
  __dirname,
  '../../../../../runbooks/ManagedNodes-RightNow.yaml',
);

// Strict, so that parameters would be noticed: without any, nothing can be
// injected.
const documentSchema = z.strictObject({
  schemaVersion: z.literal('2.2'),
  description: z.string(),
  mainSteps: z.array(
    z.strictObject({
      name: z.string(),
      action: z.string(),
      precondition: z.strictObject({
        StringEquals: z.tuple([z.literal('platformType'), z.string()]),
      }),
      inputs: z.strictObject({
        timeoutSeconds: z.string(),
        runCommand: z.array(z.string()),
      }),
    }),
  ),
});

/** The document as it is shipped. */
export function readShipped() {
  const text = readFileSync(FILE, 'utf8');
  return { text, document: documentSchema.parse(parse(text)) };
}

/** What a step of it runs, as the agent puts it together. */
export function scriptOf(step: string): string {
  const { mainSteps } = readShipped().document;
  const found = mainSteps.find(({ name }) => name === step);
  if (!found) {
    throw new Error(`No step ${step}`);
  }
  return found.inputs.runCommand.join('\n');
}
