import { JsonObject, JsonValue } from '@backstage/types';
import { ParsedDocument, parseDocument } from '../parseDocument';

/** A step as documents have it; inputs are empty unless said otherwise. */
export function step(
  name: string,
  action: string,
  more: JsonObject = {},
): JsonObject {
  return { name, action, inputs: {}, ...more };
}

/** Reads an Automation document of these parameters and steps. */
export function automation(
  parameters: JsonObject,
  mainSteps: JsonValue[],
  more: JsonObject = {},
): ParsedDocument {
  return parseDocument(
    JSON.stringify({ schemaVersion: '0.3', parameters, mainSteps, ...more }),
  );
}

/** Reads a Command document that runs a shell script of these lines. */
export function shellScript(
  parameters: JsonObject,
  runCommand: JsonValue,
): ParsedDocument {
  return parseDocument(
    JSON.stringify({
      schemaVersion: '2.2',
      parameters,
      mainSteps: [
        step('script', 'aws:runShellScript', { inputs: { runCommand } }),
      ],
    }),
  );
}
