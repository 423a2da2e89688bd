import { z } from 'zod';

const collected = z.object({
  measurement: z
    .array(z.union([z.string(), z.object({ name: z.string() })]))
    .default([]),
  resources: z.array(z.string()).optional(),
  totalcpu: z.boolean().default(true),
  append_dimensions: z.record(z.string(), z.string()).default({}),
});

const configuration = z.object({
  agent: z.object({ omit_hostname: z.boolean().default(false) }).default({
    omit_hostname: false,
  }),
  metrics: z.object({
    namespace: z.string().default('CWAgent'),
    append_dimensions: z.record(z.string(), z.string()).optional(),
    metrics_collected: z.record(z.string(), z.unknown()),
  }),
});

/** What one plugin of the agent is to measure. */
export interface CollectedPlugin {
  readonly plugin: string;
  readonly measurements: readonly string[];
  /** Absent when the configuration names none. */
  readonly resources: readonly string[] | undefined;
  readonly total: boolean;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What the CloudWatch agent's configuration says of metrics. */
export interface AgentConfiguration {
  readonly namespace: string;
  readonly omitHost: boolean;
  /** Dimensions that all metrics get instead of the host's name. */
  readonly global: Readonly<Record<string, string>> | undefined;
  readonly plugins: readonly CollectedPlugin[];
}

const none: AgentConfiguration = {
  namespace: 'CWAgent',
  omitHost: false,
  global: undefined,
  plugins: [],
};
const known = new Map<string, AgentConfiguration>();
const MOST_KNOWN = 1000;

function parse(text: string): AgentConfiguration {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The real agent does not start with it either.
    return none;
  }
  const { success, data } = configuration.safeParse(json);
  if (!success) {
    return none;
  }
  return {
    namespace: data.metrics.namespace,
    omitHost: data.agent.omit_hostname,
    global: data.metrics.append_dimensions,
    plugins: Object.entries(data.metrics.metrics_collected).flatMap(
      ([plugin, value]) => {
        const given = collected.safeParse(value);
        return given.success
          ? {
              plugin,
              measurements: given.data.measurement.map(each =>
                typeof each === 'string' ? each : each.name,
              ),
              resources: given.data.resources,
              total: given.data.totalcpu,
              dimensions: given.data.append_dimensions,
            }
          : [];
      },
    ),
  };
}

/** Reads a configuration; one that cannot be read measures nothing. */
export function readConfiguration(text: string): AgentConfiguration {
  let read = known.get(text);
  if (!read) {
    if (known.size >= MOST_KNOWN) {
      known.clear();
    }
    read = parse(text);
    known.set(text, read);
  }
  return read;
}
