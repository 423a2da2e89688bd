import { Command } from './types';

const USUAL = ['@timestamp', '@message'];

/** What the results of a query show, in order. */
export function columnsOf(commands: readonly Command[]): string[] {
  let chosen: string[] = [];
  let isChosen = false;
  let display: string[] | undefined;
  for (const command of commands) {
    if (command.kind === 'fields') {
      chosen.push(...command.columns.map(({ name }) => name));
      isChosen = true;
    } else if (command.kind === 'parse') {
      chosen.push(...command.names);
    } else if (command.kind === 'display') {
      display = command.columns.map(({ name }) => name);
    } else if (command.kind === 'stats') {
      chosen = [...command.by, ...command.aggregates].map(({ name }) => name);
      isChosen = true;
      display = undefined;
    }
  }
  return [...new Set(display ?? (isChosen ? chosen : [...USUAL, ...chosen]))];
}
