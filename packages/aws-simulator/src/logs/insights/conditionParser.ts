import { readFieldOperand, readLiteral, readOperand } from './operands';
import { regexOf } from './patterns';
import { Token } from './tokens';
import { TokenReader } from './TokenReader';
import { Comparison, Condition, Operand } from './types';

const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='];
/** Deeper than anybody writes, and far from the end of the stack. */
const DEEPEST = 40;

/** Reads a regular expression that a query contains. */
export function readRegex(reader: TokenReader, token: Token): RegExp {
  try {
    return regexOf(token.text);
  } catch (error) {
    return reader.refuse((error as Error).message, token);
  }
}

function readPattern(reader: TokenReader): string | RegExp {
  const token = reader.expect('string', 'regex');
  return token.kind === 'string' ? token.text : readRegex(reader, token);
}

function negated(condition: Condition, isNegated: boolean): Condition {
  return isNegated ? { kind: 'not', condition } : condition;
}

function readValues(reader: TokenReader): string[] {
  reader.expectSymbol('[');
  const values = reader.list(() => readLiteral(reader));
  reader.expectSymbol(']');
  return values;
}

/** Reads what is said of a value. */
function readPredicate(reader: TokenReader, operand: Operand): Condition {
  const isNegated = reader.skipWord('not');
  if (reader.skipWord('like')) {
    return negated(
      { kind: 'like', operand, pattern: readPattern(reader) },
      isNegated,
    );
  }
  if (reader.skipWord('in')) {
    return negated(
      { kind: 'in', operand, values: readValues(reader) },
      isNegated,
    );
  }
  if (isNegated) {
    return reader.unexpected();
  }
  if (reader.skipSymbol('=~')) {
    return { kind: 'like', operand, pattern: readPattern(reader) };
  }
  if (!reader.isSymbol(...COMPARISONS)) {
    return reader.unexpected();
  }
  const operator = reader.take().text as Comparison;
  return {
    kind: 'compare',
    operator,
    left: operand,
    right: readOperand(reader),
  };
}

function readPresence(reader: TokenReader): Condition {
  reader.expectSymbol('(');
  const operand = readFieldOperand(reader);
  if (operand.kind !== 'field') {
    return reader.unexpected();
  }
  reader.expectSymbol(')');
  return { kind: 'present', field: operand.name };
}

function readSingle(reader: TokenReader, depth: number): Condition {
  const start = reader.peek;
  if (depth > DEEPEST) {
    reader.refuse(`conditions are nested deeper than ${DEEPEST}`, start);
  }
  if (reader.skipWord('not')) {
    return { kind: 'not', condition: readSingle(reader, depth + 1) };
  }
  if (reader.skipSymbol('(')) {
    const condition = readAny(reader, depth + 1);
    reader.expectSymbol(')');
    return condition;
  }
  if (reader.skipWord('ispresent')) {
    return readPresence(reader);
  }
  return readPredicate(reader, readOperand(reader));
}

function readAll(reader: TokenReader, depth: number): Condition {
  const conditions = [readSingle(reader, depth)];
  while (reader.skipWord('and')) {
    conditions.push(readSingle(reader, depth));
  }
  return conditions.length > 1 ? { kind: 'all', conditions } : conditions[0];
}

function readAny(reader: TokenReader, depth: number): Condition {
  const conditions = [readAll(reader, depth)];
  while (reader.skipWord('or')) {
    conditions.push(readAll(reader, depth));
  }
  return conditions.length > 1 ? { kind: 'any', conditions } : conditions[0];
}

/**
 * Reads the condition of a `filter`.
 *
 * @throws QueryError
 */
export function readCondition(reader: TokenReader): Condition {
  return readAny(reader, 0);
}
