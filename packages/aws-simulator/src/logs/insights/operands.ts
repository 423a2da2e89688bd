import { Token } from './tokens';
import { TokenReader } from './TokenReader';
import { Column, Operand } from './types';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', SECOND],
  ['m', MINUTE],
  ['min', MINUTE],
  ['minute', MINUTE],
  ['minutes', MINUTE],
  ['h', HOUR],
  ['hr', HOUR],
  ['hour', HOUR],
  ['hours', HOUR],
  ['d', DAY],
  ['day', DAY],
  ['days', DAY],
  ['w', 7 * DAY],
]);

function readPeriod(reader: TokenReader): number {
  const token = reader.expect('period');
  const unit = UNITS.get(token.text.replace(/^\d+/, '').toLowerCase());
  const amount = parseInt(token.text, 10);
  return unit && amount > 0
    ? amount * unit
    : reader.refuse(`unknown period ${token.text}`, token);
}

/** Reads what a name in front of a parenthesis calls. */
function readCall(reader: TokenReader, name: Token): Operand {
  if (name.text.toLowerCase() !== 'bin') {
    reader.refuse(`unknown function ${name.text}`, name);
  }
  reader.expectSymbol('(');
  const milliseconds = readPeriod(reader);
  reader.expectSymbol(')');
  return { kind: 'bin', milliseconds };
}

/** Reads a field, or a function of one. */
export function readFieldOperand(reader: TokenReader): Operand {
  const token = reader.expect('word', 'quoted-field');
  return token.kind === 'word' && reader.isSymbol('(')
    ? readCall(reader, token)
    : { kind: 'field', name: token.text };
}

/** Reads a literal. */
export function readLiteral(reader: TokenReader): string {
  return reader.expect('string', 'number').text;
}

/** Reads a field, a function of one, or a literal. */
export function readOperand(reader: TokenReader): Operand {
  const { kind } = reader.peek;
  return kind === 'string' || kind === 'number'
    ? { kind: 'literal', value: readLiteral(reader) }
    : readFieldOperand(reader);
}

/** Reads `as name`, or gives back what stands for it. */
export function readAlias(reader: TokenReader, otherwise: string): string {
  return reader.skipWord('as') ? reader.expectField() : otherwise;
}

/** Reads a value with the name it is to have. */
export function readColumn(reader: TokenReader): Column {
  const { start } = reader.peek;
  const operand = readFieldOperand(reader);
  const written = operand.kind === 'field' ? operand.name : reader.since(start);
  return { operand, name: readAlias(reader, written) };
}
