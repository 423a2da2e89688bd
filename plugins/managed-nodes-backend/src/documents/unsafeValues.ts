import {
  DocumentParameter,
  ParameterValue,
} from '@managed-nodes/plugin-managed-nodes-common';
import { InputError } from '@backstage/errors';
import { isDeepStrictEqual } from 'node:util';
import { isAllowed } from './allowedValues';
import { CodeParameter } from './codeParameters';
import { cleanName } from './rawDocument';

/** What the publication of a document says of the safety of a parameter. */
export interface SafetyRules {
  /** How it reaches code, see `findCodeParameters`; left out when it does not. */
  code?: CodeParameter;
  /** Values that the publication lists, fixes or presets. */
  allowed?: ParameterValue[];
  /** The publication says that any value may be given. */
  unsafe?: boolean;
}

// Everything is refused that is not known to mean nothing to sh, bash, cmd,
// PowerShell and Python. Letters are ASCII and Western European ones: Windows
// turns others into what it finds similar in its code page, among them quotes
// (U+02BC), bars (U+01C0) and exclamation marks (U+01C3).
const PLAIN_IN_SCRIPT =
  /[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f_.,:/@+=-]/;
const PLAIN_IN_INPUT =
  /[\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{Mn}\p{Mc}\p{Nd} _.,:/@+=-]/u;
const CLICKS = /[\u01c0-\u01c3]/;

// No value of any parameter may hide characters from whoever approves it.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
const LINE_CHARACTERS = ['\n', '\r', '\t'];

function named(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return HIDDEN.test(character) || /\s/.test(character)
    ? number
    : `'${character}' (${number})`;
}

/** Where a value goes, in words. */
function goes({ use, where }: CodeParameter): string {
  return use === 'script'
    ? `is pasted into a script (${where})`
    : `is handed to a program (${where})`;
}

function isPlain(character: string, use: 'script' | 'input'): boolean {
  if (use === 'script') {
    return PLAIN_IN_SCRIPT.test(character);
  }
  return (
    PLAIN_IN_INPUT.test(character) &&
    !CLICKS.test(character) &&
    // Full-width semicolons and the like become plain ones when normalized.
    character.normalize('NFKC') === character.normalize('NFC')
  );
}

function problemInCode(text: string, code: CodeParameter): string | undefined {
  const use = code.use === 'input' ? 'input' : 'script';
  const character = [...text].find(one => !isPlain(one, use));
  if (character !== undefined) {
    return `${named(character)} is not allowed, for the value ${goes(code)}`;
  }
  if (text.trim() === '') {
    return `may not be empty, for the value ${goes(
      code,
    )}, where the next word would take its place`;
  }
  if (text !== text.trim()) {
    return `may not begin or end with a space, for the value ${goes(code)}`;
  }
  const first = text.match(/(?:^|[ ,=])([-@+=])/)?.[1];
  if (first && (first === '-' || first === '@')) {
    return `no word may begin with ${named(
      first,
    )}, which makes it an option or the name of a file, for the value ${goes(
      code,
    )}`;
  }
  if (/(^|[/:=, ])\.\.(\/|$)/.test(text)) {
    return `may not lead out of its folder with '..', for the value ${goes(
      code,
    )}`;
  }
  return undefined;
}

/**
 * AWS replaces `{{ ssm:name }}` in the values of parameters, too, and who
 * writes half of it in one parameter may find the other half in the document
 * or in another parameter.
 */
function problemAnywhere(text: string): string | undefined {
  const hidden = [...text].find(
    one => HIDDEN.test(one) && !LINE_CHARACTERS.includes(one),
  );
  if (hidden !== undefined) {
    return `${named(hidden)} is not allowed, for it cannot be seen`;
  }
  if (/\{\s*\{|\{\s*$|^\s*\{\s*[\w:./-]+\s*\}/.test(text)) {
    return `'{' is not allowed here, for AWS replaces what is in '{{ }}'`;
  }
  return undefined;
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  if (typeof value === 'object' && value !== null) {
    const keys = Array.isArray(value) ? [] : Object.keys(value);
    return [...keys, ...Object.values(value).flatMap(leaves)];
  }
  return [];
}

/** Whether whoever wrote the document or the publication wrote this very value. */
function isListed(
  { allowedValues, default: preset }: DocumentParameter,
  value: ParameterValue,
  allowed: ParameterValue[],
): boolean {
  const presets = preset === null ? [] : [preset];
  return (
    isAllowed(value, [...allowed, ...(allowedValues ?? [])]) ||
    // Of a list that is preset, only all of it.
    presets.some(one => isDeepStrictEqual(one, value))
  );
}

/**
 * Refuses a value that somebody who may not run code could use to run some, or
 * to read secrets of Parameter Store. To be called with checked values only,
 * see `checkValue`.
 *
 * Let through are values that the document or the publication lists, and all
 * of a parameter that the publication calls unsafe. The allowed pattern of a
 * document lets nothing through, for most were not written with this in mind.
 *
 * @throws InputError naming the parameter, the character and the reason.
 */
export function refuseUnsafe(
  parameter: DocumentParameter,
  value: ParameterValue,
  rules: SafetyRules,
): void {
  const { code, allowed = [], unsafe } = rules;
  if (unsafe || isListed(parameter, value, allowed)) {
    return;
  }
  const name = cleanName(parameter.name);
  const decides =
    code?.use === 'choice' ||
    code?.use === 'nodes' ||
    (code?.use === 'command' && !/^(\d+|true|false)$/i.test(String(value)));
  if (code && decides) {
    throw new InputError(
      `${name}: it says ${
        code.use === 'nodes' ? 'which nodes are acted on' : 'what is run'
      } (${
        code.where
      }), so only values that the publication allows may be given`,
    );
  }
  for (const text of leaves(value)) {
    const problem =
      (code && problemInCode(text, code)) ?? problemAnywhere(text);
    if (problem) {
      throw new InputError(`${name}: ${problem}`);
    }
  }
}
