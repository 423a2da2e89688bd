import { NormalizedSchema } from '@smithy/core/schema';

/**
 * The only module that touches the SDK's schema objects. They are
 * semi-internal and their helpers have moved between releases, so everything
 * else works on the plain {@link Shape}s read from them here.
 */

/** What the SDK exports as `<Operation>$`: `[9, namespace, name, traits, input, output]`. */
export type SdkOperationSchema = readonly [
  9,
  string,
  string,
  unknown,
  unknown,
  unknown,
];

/** A member of a structure, with its names in the query and XML protocols. */
export interface Member {
  name: string;
  required: boolean;
  /** Resolved late, as shapes may contain themselves. */
  shape: () => Shape;
  xmlName?: string;
  ec2QueryName?: string;
  flattened: boolean;
}

/** One shape of an AWS service model. */
export type Shape =
  | {
      kind: 'structure' | 'union';
      name: string;
      members: Map<string, Member>;
    }
  | { kind: 'list'; value: () => Shape; valueXmlName: string }
  | { kind: 'map'; value: () => Shape }
  | { kind: 'string' | 'number' | 'boolean' | 'timestamp' | 'blob' | 'unit' };

/** Name and shapes of an operation. */
export interface OperationShape {
  name: string;
  input: Shape;
  output: Shape;
}

type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

const cache = new Map<unknown, Shape>();

function lazy<T>(create: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= create();
    return value;
  };
}

function stringTrait(
  traits: Record<string, unknown>,
  name: string,
): string | undefined {
  const value = traits[name];
  return typeof value === 'string' ? value : undefined;
}

function structureOf(schema: NormalizedSchema): Shape {
  // Required members come first in a structure; its seventh element counts them.
  const raw: unknown = schema.getSchema();
  const requiredCount =
    Array.isArray(raw) && typeof raw[6] === 'number' ? raw[6] : 0;
  const members = new Map<string, Member>();
  for (const [name, member] of schema.structIterator()) {
    const traits: Record<string, unknown> = { ...member.getMergedTraits() };
    members.set(name, {
      name,
      required: members.size < requiredCount,
      shape: lazy(() => shapeOf(member)),
      xmlName: stringTrait(traits, 'xmlName'),
      ec2QueryName: stringTrait(traits, 'ec2QueryName'),
      flattened: Boolean(traits.xmlFlattened),
    });
  }
  return {
    kind: schema.isUnionSchema() ? 'union' : 'structure',
    name: schema.getName() ?? '',
    members,
  };
}

function read(schema: NormalizedSchema): Shape {
  if (schema.isUnitSchema()) {
    return { kind: 'unit' };
  }
  if (schema.isListSchema()) {
    const value = schema.getValueSchema();
    return {
      kind: 'list',
      value: lazy(() => shapeOf(value)),
      valueXmlName:
        stringTrait({ ...value.getMergedTraits() }, 'xmlName') ?? 'member',
    };
  }
  if (schema.isMapSchema()) {
    return { kind: 'map', value: lazy(() => shapeOf(schema.getValueSchema())) };
  }
  if (schema.isStructSchema()) {
    return structureOf(schema);
  }
  if (schema.isTimestampSchema()) {
    return { kind: 'timestamp' };
  }
  if (schema.isBooleanSchema()) {
    return { kind: 'boolean' };
  }
  if (schema.isNumericSchema()) {
    return { kind: 'number' };
  }
  if (schema.isBlobSchema()) {
    return { kind: 'blob' };
  }
  return { kind: 'string' };
}

function shapeOf(schema: NormalizedSchema): Shape {
  const key: unknown = schema.getSchema();
  // Only structures may recurse; the rest is cheap and may carry own traits.
  if (!schema.isStructSchema()) {
    return read(schema);
  }
  let shape = cache.get(key);
  if (!shape) {
    shape = read(schema);
    cache.set(key, shape);
  }
  return shape;
}

/** Reads an operation as the SDK exports it, e.g. `DescribeInstanceProperties$`. */
export function readOperation(schema: SdkOperationSchema): OperationShape {
  return {
    name: schema[2],
    input: shapeOf(NormalizedSchema.of(schema[4] as SchemaRef)),
    output: shapeOf(NormalizedSchema.of(schema[5] as SchemaRef)),
  };
}
