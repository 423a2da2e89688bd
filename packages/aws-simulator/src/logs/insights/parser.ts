import { readStats } from './aggregateParser';
import { readCondition, readRegex } from './conditionParser';
import { readColumn, readFieldOperand } from './operands';
import {
  globExtractor,
  groupNames,
  regexExtractor,
  wildcards,
} from './patterns';
import { TokenReader } from './TokenReader';
import { Command, Operand, SortKey } from './types';

/** Most rows a query can have. */
export const MOST_ROWS = 100_000;
const MOST_COMMANDS = 50;
const MESSAGE: Operand = { kind: 'field', name: '@message' };

function readParse(reader: TokenReader): Command {
  const { kind } = reader.peek;
  const operand =
    kind === 'string' || kind === 'regex' ? MESSAGE : readFieldOperand(reader);
  const pattern = reader.expect('string', 'regex');
  if (pattern.kind === 'regex') {
    const regex = readRegex(reader, pattern);
    const names = groupNames(pattern.text);
    if (!names.length) {
      reader.refuse(
        'a regular expression of parse has to name a group',
        pattern,
      );
    }
    return {
      kind: 'parse',
      operand,
      names,
      extract: regexExtractor(regex, names),
    };
  }
  if (!reader.skipWord('as')) {
    reader.unexpected();
  }
  const names = reader.list(() => reader.expectField());
  if (names.length !== wildcards(pattern.text)) {
    reader.refuse(
      `${names.length} names for ${wildcards(pattern.text)} wildcards`,
      pattern,
    );
  }
  return {
    kind: 'parse',
    operand,
    names,
    extract: globExtractor(pattern.text),
  };
}

function readSortKey(reader: TokenReader): SortKey {
  const { start } = reader.peek;
  let name = reader.expectField();
  if (reader.skipSymbol('(')) {
    // The figures of stats are called as they were written.
    while (!reader.isSymbol(')') && reader.peek.kind !== 'end') {
      reader.take();
    }
    reader.expectSymbol(')');
    name = reader.since(start);
  }
  const descending = reader.skipWord('desc');
  if (!descending) {
    reader.skipWord('asc');
  }
  return { name, descending };
}

function readLimit(reader: TokenReader): Command {
  const token = reader.expect('number');
  const count = Number(token.text);
  if (!Number.isInteger(count) || count < 1 || count > MOST_ROWS) {
    reader.refuse(`a limit is from 1 to ${MOST_ROWS}`, token);
  }
  return { kind: 'limit', count };
}

const COMMANDS: Readonly<Record<string, (reader: TokenReader) => Command>> = {
  fields: reader => ({
    kind: 'fields',
    columns: reader.list(() => readColumn(reader)),
  }),
  display: reader => ({
    kind: 'display',
    columns: reader.list(() => readColumn(reader)),
  }),
  filter: reader => ({ kind: 'filter', condition: readCondition(reader) }),
  parse: readParse,
  sort: reader => ({
    kind: 'sort',
    keys: reader.list(() => readSortKey(reader)),
  }),
  limit: readLimit,
  stats: readStats,
};

function readCommand(reader: TokenReader): Command {
  const token = reader.expect('word');
  const name = token.text.toLowerCase();
  return Object.hasOwn(COMMANDS, name)
    ? COMMANDS[name](reader)
    : reader.unexpected(token);
}

/**
 * Reads a query in the language of Logs Insights, or the part of it that is
 * simulated.
 *
 * @throws QueryError that says where it cannot be understood
 */
export function parseQuery(query: string): Command[] {
  const reader = TokenReader.of(query);
  const commands = [readCommand(reader)];
  while (reader.peek.kind !== 'end') {
    const bar = reader.expectSymbol('|');
    if (commands.length === MOST_COMMANDS) {
      reader.refuse(`more than ${MOST_COMMANDS} commands`, bar);
    }
    commands.push(readCommand(reader));
  }
  return commands;
}
