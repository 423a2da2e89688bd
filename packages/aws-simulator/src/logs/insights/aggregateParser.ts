import { readAlias, readColumn, readFieldOperand } from './operands';
import { TokenReader } from './TokenReader';
import { Aggregate, AggregateName, AGGREGATES, Command } from './types';

function isAggregate(name: string): name is AggregateName {
  return AGGREGATES.some(each => each === name);
}

function readPercentile(reader: TokenReader): number {
  reader.expectSymbol(',');
  const token = reader.expect('number');
  const percentile = Number(token.text);
  if (percentile < 0 || percentile > 100) {
    reader.refuse('a percentile is from 0 to 100', token);
  }
  return percentile;
}

function readAggregate(reader: TokenReader): Aggregate {
  const token = reader.expect('word');
  const name = token.text.toLowerCase();
  if (!isAggregate(name)) {
    return reader.isSymbol('(')
      ? reader.refuse(`unknown function ${token.text}`, token)
      : reader.unexpected(token);
  }
  reader.expectSymbol('(');
  const countsEvents =
    name === 'count' && (reader.skipSymbol('*') || reader.isSymbol(')'));
  const operand = countsEvents ? undefined : readFieldOperand(reader);
  const percentile = name === 'pct' ? readPercentile(reader) : undefined;
  reader.expectSymbol(')');
  const written = reader.since(token.start);
  return {
    function: name,
    operand,
    percentile,
    name: readAlias(reader, written),
  };
}

/**
 * Reads what follows `stats`.
 *
 * @throws QueryError
 */
export function readStats(reader: TokenReader): Command {
  const aggregates = reader.list(() => readAggregate(reader));
  const by = reader.skipWord('by') ? reader.list(() => readColumn(reader)) : [];
  return { kind: 'stats', aggregates, by };
}
