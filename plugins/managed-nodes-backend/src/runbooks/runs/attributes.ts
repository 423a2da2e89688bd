import { AttributeValue } from '@aws-sdk/client-dynamodb';
import { cleanText } from '../../nodes/text';

/** Characters of an attribute that are shown. */
const MAX_CHARS = 1_000;

function plain(value: AttributeValue): unknown {
  if (value.S !== undefined) {
    return value.S;
  }
  if (value.N !== undefined) {
    return value.N;
  }
  if (value.BOOL !== undefined) {
    return value.BOOL;
  }
  if (value.L !== undefined) {
    return value.L.map(plain);
  }
  if (value.M !== undefined) {
    return Object.fromEntries(
      Object.entries(value.M).map(([name, item]) => [name, plain(item)]),
    );
  }
  return value.SS ?? value.NS ?? (value.NULL ? null : '(binary)');
}

/** An attribute of an item as a text that is safe to show; what is no text or number as JSON. */
export function cleanAttribute(value: AttributeValue): string {
  const simple = plain(value);
  const text =
    typeof simple === 'string' ? simple : JSON.stringify(simple ?? null);
  return cleanText(text, MAX_CHARS) ?? '';
}
