import { AwsError } from './AwsError';
import { Member, Shape } from './shapes';

/** A form body as a tree: `Filter.1.Value.2=x` is `{Filter: {1: {Value: {2: 'x'}}}}`. */
interface FormNode {
  text?: string;
  children: Map<string, FormNode>;
}

function parseForm(form: URLSearchParams): FormNode {
  const root: FormNode = { children: new Map() };
  for (const [key, text] of form) {
    let node = root;
    for (const part of key.split('.')) {
      let child = node.children.get(part);
      if (!child) {
        child = { children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    node.text = text;
  }
  return root;
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The key under which a client sends a member. */
function keyOf(member: Member, ec2: boolean): string {
  return ec2
    ? member.ec2QueryName ?? capitalized(member.xmlName ?? member.name)
    : member.xmlName ?? member.name;
}

function invalid(message: string): never {
  throw new AwsError('InvalidParameterValue', message);
}

function itemsOf(node: FormNode): FormNode[] {
  return [...node.children.entries()]
    .filter(([index]) => /^\d+$/.test(index))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}

function read(shape: Shape, node: FormNode, ec2: boolean): unknown {
  const text = node.text ?? '';
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return readMembers(shape, node, ec2);
    case 'list': {
      const list = ec2
        ? node
        : node.children.get(shape.valueXmlName) ?? { children: new Map() };
      return itemsOf(list).map(item => read(shape.value(), item, ec2));
    }
    case 'number':
      return /^-?\d+$/.test(text)
        ? Number(text)
        : invalid(`Value (${text}) is not a number`);
    case 'boolean':
      return text === 'true' || text === 'false'
        ? text === 'true'
        : invalid(`Value (${text}) is not a boolean`);
    case 'timestamp':
      return new Date(text);
    default:
      return text;
  }
}

function readMembers(
  shape: Extract<Shape, { members: unknown }>,
  node: FormNode,
  ec2: boolean,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const left = new Set(node.children.keys());
  for (const member of shape.members.values()) {
    const key = keyOf(member, ec2);
    const child = node.children.get(key);
    if (child) {
      left.delete(key);
      result[member.name] = read(member.shape(), child, ec2);
    } else if (member.required) {
      throw new AwsError(
        'MissingParameter',
        `The request must contain the parameter ${key}`,
      );
    }
  }
  const [unknown] = left;
  if (unknown !== undefined) {
    throw new AwsError(
      'UnknownParameter',
      `The parameter ${unknown} is not recognized`,
    );
  }
  return result;
}

/**
 * Reads the body of an awsQuery or ec2Query request.
 *
 * @param form - without `Action` and `Version`
 * @throws AwsError when a parameter is missing, unknown or of the wrong type.
 */
export function decodeQuery(
  shape: Shape,
  form: URLSearchParams,
  dialect: 'awsQuery' | 'ec2Query',
): object {
  const root = parseForm(form);
  return shape.kind === 'structure'
    ? readMembers(shape, root, dialect === 'ec2Query')
    : {};
}
