import { tagValue } from '../fleet/tags';
import { SimulatedNode } from '../fleet/types';
import { Random, Weighted } from '../model/random';
import { hostileLine } from './hostileLines';
import { isoText } from './moments';
import { bucketOf, isBurst } from './rhythm';
import { Vocabulary, vocabularyOf } from './vocabulary';

type Level = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

const LEVELS: Weighted<Level> = [
  ['INFO', 88],
  ['DEBUG', 3],
  ['WARN', 7],
  ['ERROR', 2],
];
const LEVELS_IN_TROUBLE: Weighted<Level> = [
  ['INFO', 25],
  ['WARN', 20],
  ['ERROR', 55],
];

const GOOD: Weighted<number> = [
  [200, 80],
  [201, 8],
  [204, 4],
  [304, 3],
  [404, 4],
  [401, 1],
];
const QUESTIONABLE: Weighted<number> = [
  [429, 6],
  [404, 3],
  [409, 1],
];
const BAD: Weighted<number> = [
  [500, 5],
  [502, 2],
  [503, 2],
  [504, 3],
];
const STATUSES: Readonly<Record<Level, Weighted<number>>> = {
  DEBUG: GOOD,
  INFO: GOOD,
  WARN: QUESTIONABLE,
  ERROR: BAD,
};

const METHODS: Weighted<string> = [
  ['GET', 7],
  ['POST', 3],
  ['PUT', 1],
  ['DELETE', 1],
];

/** One line in so many is hostile. */
const HOSTILE = 1 / 500;
/** A JSON line for every line of text. */
const JSON_SHARE = 0.5;
const USUAL_LATENCY = 40;
const LATENCY_IN_TROUBLE = 900;

/** What a line is made from. */
interface Draft {
  readonly random: Random;
  readonly stamp: string;
  readonly level: Level;
  readonly service: string;
  readonly words: Vocabulary;
  readonly latency: number;
}

function pathOf({ random, words }: Draft): string {
  return random.pick(words.paths).replace('{id}', String(random.int(1, 99999)));
}

function jsonLine(draft: Draft): string {
  const { random, stamp, level, service, words, latency } = draft;
  const status = random.weighted(STATUSES[level]);
  return JSON.stringify({
    timestamp: stamp,
    level,
    service,
    method: random.weighted(METHODS),
    path: pathOf(draft),
    status,
    latency,
    requestId: random.hex(8),
    client: { ip: `10.${random.int(0, 255)}.${random.int(0, 255)}.7` },
    ...(level === 'ERROR' && {
      error: `${random.pick(words.dependencies)} did not answer`,
    }),
  });
}

function className(service: string): string {
  return service.replace(/(^|-)(\w)/g, (_, __, letter) => letter.toUpperCase());
}

const TEXTS: Readonly<Record<Level, (draft: Draft) => string>> = {
  DEBUG: ({ random, words }) =>
    `Cache hit for ${random.pick(words.things)} ${random.int(1, 99999)}`,
  INFO: ({ random, words, latency }) =>
    random.pick([
      `Processed ${random.pick(words.things)} ${random.int(
        1,
        99999,
      )} in ${latency} ms`,
      `Job ${random.pick(words.jobs)} finished: ${random.int(
        0,
        5000,
      )} done, 0 failed`,
      `Connected to ${random.pick(words.dependencies)} (pool ${random.int(
        1,
        40,
      )}/50)`,
    ]),
  WARN: ({ random, words, latency }) =>
    random.pick([
      `Slow answer from ${random.pick(words.dependencies)}: ${latency} ms`,
      `Connection pool at ${random.int(80, 99)} %`,
      `Retrying ${random.pick(words.jobs)}, attempt ${random.int(2, 5)} of 5`,
    ]),
  ERROR: ({ random, words, service }) => {
    const dependency = random.pick(words.dependencies);
    const name = className(service);
    return random.pick([
      `Call to ${dependency} failed: java.net.SocketTimeoutException: Read timed out\n\tat com.example.${name}Client.call(${name}Client.java:${random.int(
        20,
        400,
      )})\n\tat com.example.${name}Worker.run(${name}Worker.java:57)`,
      `Job ${random.pick(words.jobs)} failed: ${dependency} refused connection`,
      `Could not store ${random.pick(words.things)} ${random.int(
        1,
        99999,
      )}: disk quota exceeded`,
    ]);
  },
};

function textLine(draft: Draft): string {
  const { random, stamp, level, service } = draft;
  return `${stamp} ${level} [${service}-${random.int(1, 8)}] ${TEXTS[level](
    draft,
  )}`;
}

/** What a machine wrote at a moment: the same for the same machine and moment. */
export function writeLine(
  node: SimulatedNode,
  at: number,
  index: number,
): string {
  const random = Random.create(node.seed, Math.floor(at / 1000), at, index);
  const stamp = isoText(at);
  if (random.chance(HOSTILE)) {
    return hostileLine(stamp, random);
  }
  const trouble = isBurst(node.seed, bucketOf(at));
  const application = tagValue(node.tags, 'Application') ?? '';
  const usual = trouble ? LATENCY_IN_TROUBLE : USUAL_LATENCY;
  const draft: Draft = {
    random,
    stamp,
    level: random.weighted(trouble ? LEVELS_IN_TROUBLE : LEVELS),
    service: tagValue(node.tags, 'Service') ?? application,
    words: vocabularyOf(application),
    latency:
      Math.round(10 * (2 - usual * Math.log(1 - random.next() * 0.9999))) / 10,
  };
  return random.chance(JSON_SHARE) ? jsonLine(draft) : textLine(draft);
}
