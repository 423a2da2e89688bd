import { AwsError } from '../protocol/AwsError';
import { Metric } from './types';

/** What a SEARCH expression looks for. */
export type MetricFilter = (metric: Metric) => boolean;

const TOKEN =
  /\s*(?:(?<schema>\{[^}]*\})|(?<sign>[()=])|"(?<quoted>[^"]*)"|(?<word>[^\s(){}="]+))/y;
const LONGEST = 1024;

interface Token {
  readonly text: string;
  readonly kind: 'schema' | 'sign' | 'quoted' | 'word' | 'end';
}

function fail(why: string): AwsError {
  return new AwsError(
    'ValidationError',
    `Invalid search expression: ${why}.`,
    400,
  );
}

function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (query.slice(TOKEN.lastIndex).trim()) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(query)?.groups;
    if (!groups) {
      throw fail(`cannot read it from character ${at}`);
    }
    const [kind, text] = Object.entries(groups).find(
      ([, value]) => value !== undefined,
    ) as [Token['kind'], string];
    tokens.push({ kind, text });
  }
  return tokens;
}

function words(text: string): string[] {
  return text.toLowerCase().split(/[^a-z0-9]+/i);
}

function matches({ kind, text }: Token, value: string): boolean {
  return kind === 'quoted'
    ? value === text
    : words(text).every(word => words(value).includes(word));
}

function valuesOf(metric: Metric, property: string): string[] {
  const { account, namespace, name, dimensions } = metric;
  switch (property) {
    case 'MetricName':
      return [name];
    case 'Namespace':
      return [namespace];
    case ':aws.AccountId':
      return [account];
    default:
      return dimensions.flatMap(({ Name, Value }) =>
        Name === property ? [Value] : [],
      );
  }
}

/** Reads what stands between the quotes of SEARCH. */
class SearchParser {
  readonly #tokens: Token[];
  #at = 0;

  static parse(query: string): MetricFilter {
    return new SearchParser(query).#whole();
  }

  private constructor(query: string) {
    this.#tokens = tokensOf(query);
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #take(kind: Token['kind'], text?: string): boolean {
    const { kind: k, text: t } = this.#next;
    const taken = k === kind && (text === undefined || t === text);
    this.#at += Number(taken);
    return taken;
  }

  #whole(): MetricFilter {
    const filter = this.#or();
    if (this.#next.kind !== 'end') {
      throw fail(`unexpected ${this.#next.text}`);
    }
    return filter;
  }

  #or(): MetricFilter {
    let left = this.#and();
    while (this.#take('word', 'OR')) {
      const [before, right] = [left, this.#and()];
      left = metric => before(metric) || right(metric);
    }
    return left;
  }

  #and(): MetricFilter {
    let left = this.#not();
    while (
      this.#next.kind !== 'end' &&
      this.#next.text !== ')' &&
      this.#next.text !== 'OR'
    ) {
      this.#take('word', 'AND');
      const [before, right] = [left, this.#not()];
      left = metric => before(metric) && right(metric);
    }
    return left;
  }

  #not(): MetricFilter {
    if (this.#take('word', 'NOT')) {
      const filter = this.#not();
      return metric => !filter(metric);
    }
    if (this.#take('sign', '(')) {
      const filter = this.#or();
      if (!this.#take('sign', ')')) {
        throw fail('a parenthesis is missing');
      }
      return filter;
    }
    return this.#term();
  }

  #term(): MetricFilter {
    const token = this.#next;
    this.#at += 1;
    if (token.kind === 'schema') {
      return this.#schema(token.text);
    }
    if (token.kind !== 'quoted' && token.kind !== 'word') {
      throw fail(`unexpected ${token.text || 'end'}`);
    }
    if (!this.#take('sign', '=')) {
      return ({ name, namespace, dimensions }) =>
        [name, namespace, ...dimensions.map(({ Value }) => Value)].some(value =>
          matches(token, value),
        );
    }
    const wanted = this.#values();
    return metric =>
      valuesOf(metric, token.text).some(value =>
        wanted.some(each => matches(each, value)),
      );
  }

  /** One value, or `("a" OR "b")`. */
  #values(): Token[] {
    if (!this.#take('sign', '(')) {
      const token = this.#next;
      this.#at += 1;
      return [token];
    }
    const values: Token[] = [];
    do {
      values.push(this.#next);
      this.#at += 1;
    } while (this.#take('word', 'OR'));
    if (!this.#take('sign', ')')) {
      throw fail('a parenthesis is missing');
    }
    return values;
  }

  #schema(text: string): MetricFilter {
    const [namespace, ...names] = text
      .slice(1, -1)
      .split(',')
      .map(each => each.trim().replace(/^"(.*)"$/, '$1'));
    const wanted = [...names].sort().join(',');
    return metric =>
      metric.namespace === namespace &&
      metric.dimensions
        .map(({ Name }) => Name)
        .sort()
        .join(',') === wanted;
  }
}

/**
 * Reads the query of a SEARCH expression.
 *
 * @throws AwsError ValidationError
 */
export function parseSearch(query: string): MetricFilter {
  if (query.length > LONGEST) {
    throw fail(`it is longer than ${LONGEST} characters`);
  }
  return SearchParser.parse(query);
}
