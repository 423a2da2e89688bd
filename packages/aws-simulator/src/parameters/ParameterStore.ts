import { AwsError } from '../protocol/AwsError';
import { seededParameters } from './seeds';
import { ParameterSettings, ParameterVersion, StoredParameter } from './types';

/** Per account and Region. */
const MOST_PARAMETERS = 10_000;
/** Older versions of a parameter are forgotten. */
const KEPT_VERSIONS = 100;
const ARN =
  /^arn:aws:ssm:(?<region>[^:]*):(?<account>\d*):parameter(?<name>\/.+)$/;

/** Whose parameters are meant, and where. */
export interface ParameterPlace {
  readonly account: string;
  readonly region: string;
}

/** A parameter in a version that was asked for. */
export interface FoundParameter {
  readonly parameter: StoredParameter;
  readonly version: ParameterVersion;
  /** What was asked for, after the name: `:3`. */
  readonly selector: string | undefined;
}

/** The parameters of every account and Region. */
export class ParameterStore {
  readonly #places = new Map<string, Map<string, StoredParameter>>();

  static create(): ParameterStore {
    return new ParameterStore();
  }

  private constructor() {}

  #of({ account, region }: ParameterPlace): Map<string, StoredParameter> {
    const key = `${account}/${region}`;
    const known =
      this.#places.get(key) ??
      new Map(seededParameters().map(each => [each.name, each]));
    this.#places.set(key, known);
    return known;
  }

  /** ARN of a parameter; a name may begin with a slash, which is not doubled. */
  static arnOf(name: string, { account, region }: ParameterPlace): string {
    return `arn:aws:ssm:${region}:${account}:parameter/${name.replace(
      /^\//,
      '',
    )}`;
  }

  find(place: ParameterPlace, name: string): StoredParameter | undefined {
    return this.#of(place).get(name);
  }

  /**
   * A parameter by its name or ARN, perhaps with a version after a colon.
   *
   * @throws AwsError ParameterNotFound, ParameterVersionNotFound
   */
  get(place: ParameterPlace, wanted: string): FoundParameter {
    const { region, account, name } = ARN.exec(wanted)?.groups ?? {};
    const [bare, selected] = (name ?? wanted).split(':');
    // The ARN does not tell whether the name itself begins with a slash.
    const candidates = name ? [bare, bare.slice(1)] : [bare];
    const parameter =
      name && (region !== place.region || account !== place.account)
        ? undefined
        : candidates.flatMap(each => this.find(place, each) ?? []).at(0);
    if (!parameter) {
      throw new AwsError('ParameterNotFound', `Parameter ${wanted} not found.`);
    }
    const { versions } = parameter;
    const version =
      selected === undefined
        ? versions[versions.length - 1]
        : versions.find(each => String(each.version) === selected);
    if (!version) {
      throw new AwsError(
        'ParameterVersionNotFound',
        `Systems Manager could not find version ${selected} of ${parameter.name}. Verify the version and try again.`,
      );
    }
    return {
      parameter,
      version,
      selector: selected === undefined ? undefined : `:${selected}`,
    };
  }

  /**
   * Makes a parameter, or a new version of one.
   *
   * @throws AwsError ParameterLimitExceeded
   */
  put(
    place: ParameterPlace,
    name: string,
    settings: ParameterSettings,
    { tags, now }: { tags: StoredParameter['tags']; now: number },
  ): ParameterVersion {
    const known = this.#of(place);
    const before = known.get(name);
    if (!before && known.size >= MOST_PARAMETERS) {
      throw new AwsError(
        'ParameterLimitExceeded',
        `You can create a maximum of ${MOST_PARAMETERS} standard-parameters per AWS account and Region.`,
      );
    }
    const version: ParameterVersion = {
      ...settings,
      version: (before?.versions.at(-1)?.version ?? 0) + 1,
      modifiedAt: now,
    };
    known.set(name, {
      name,
      versions: [...(before?.versions ?? []), version].slice(-KEPT_VERSIONS),
      tags: before?.tags ?? tags,
    });
    return version;
  }
}
