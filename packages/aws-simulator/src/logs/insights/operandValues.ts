import { timestampText } from '../moments';
import { Row } from './Row';
import { Operand } from './types';
import { Value } from './values';

function binOf(milliseconds: number): (row: Row) => Value {
  let start = NaN;
  let text = '';
  return ({ at }) => {
    if (at === undefined) {
      return undefined;
    }
    const bin = at - (at % milliseconds);
    // Events of a period come one after another.
    if (bin !== start) {
      start = bin;
      text = timestampText(bin);
    }
    return text;
  };
}

/** How to get a value from a row. */
export function getterOf(operand: Operand): (row: Row) => Value {
  switch (operand.kind) {
    case 'field':
      return row => row.get(operand.name);
    case 'bin':
      return binOf(operand.milliseconds);
    default:
      return () => operand.value;
  }
}
