import { AccountDirectory } from '../../accounts/AccountDirectory';
import { toSyncProblem } from '../../aws/problems';
import { DocumentReader, StoredDocument } from '../../documents/DocumentReader';
import { Publication } from '../../documents/publicationSchema';
import { validatePublication } from '../../documents/validatePublication';
import { TargetKey } from '../../nodes/types';

/** A publication with its document. */
export interface PublishedRunbook {
  publication: Publication;
  /** As read from its home: `document.owner`, or the first account there is. Null: it could not be. */
  document: StoredDocument | null;
  /** What is wrong with it, with the key of the config. It cannot be run then. */
  problem: string | null;
}

interface LibraryOptions {
  publications: Publication[];
  reader: DocumentReader;
  accounts: AccountDirectory;
}

/** The runbooks that config publishes, compared with their documents. */
export class RunbookLibrary {
  readonly #options: LibraryOptions;
  #runbooks: ReadonlyMap<string, PublishedRunbook>;

  static create(options: LibraryOptions): RunbookLibrary {
    return new RunbookLibrary(options);
  }

  private constructor(options: LibraryOptions) {
    this.#options = options;
    this.#runbooks = new Map(
      options.publications.map(publication => [
        publication.id,
        { publication, document: null, problem: 'It was not read yet' },
      ]),
    );
  }

  /** All runbooks, in the order of the config. */
  list(): PublishedRunbook[] {
    return [...this.#runbooks.values()];
  }

  get(id: string): PublishedRunbook | undefined {
    return this.#runbooks.get(id);
  }

  /** What is wrong with publications, with the keys of the config. */
  problems(): string[] {
    return this.list().flatMap(({ problem }) => problem ?? []);
  }

  /**
   * Compares all publications with their documents anew. One whose document
   * cannot be read now stays as it is, if it was read before.
   */
  async refresh(): Promise<void> {
    const { publications } = this.#options;
    const runbooks = await Promise.all(
      publications.map(async (publication, index) => {
        const before = this.#runbooks.get(publication.id);
        return this.#read(
          publication,
          `managedNodes.runbooks[${index}]`,
          before,
        );
      }),
    );
    this.#runbooks = new Map(
      runbooks.map(runbook => [runbook.publication.id, runbook]),
    );
  }

  /**
   * Why a runbook cannot be run in a place: the document that it was published
   * with is not there.
   *
   * @returns undefined when it can.
   */
  async obstacleAt(
    { publication, document }: PublishedRunbook,
    place: TargetKey,
  ): Promise<string | undefined> {
    const { name } = publication.document;
    if (!document) {
      return `The document ${name} could not be read`;
    }
    try {
      const there = await this.#options.reader.read(
        place,
        name,
        document.version,
      );
      if (!there) {
        return `There is no version ${document.version} of ${name} in its account and Region`;
      }
      return there.hash === document.hash
        ? undefined
        : `${name} is another document in its account and Region`;
    } catch (error) {
      const { message } = toSyncProblem(error, 'ssm:GetDocument');
      return `${name} could not be read in its account and Region: ${message}`;
    }
  }

  /** The ids of the runbooks that publish a document. */
  publishing(document: string): string[] {
    return this.list()
      .filter(({ publication }) => publication.document.name === document)
      .map(({ publication }) => publication.id);
  }

  async #read(
    publication: Publication,
    key: string,
    before: PublishedRunbook | undefined,
  ): Promise<PublishedRunbook> {
    const { name, version } = publication.document;
    const home = this.#home(publication);
    if (!home) {
      return {
        publication,
        document: null,
        problem: `${key}.document.owner: there is no account to read ${name} from`,
      };
    }
    try {
      const document = await this.#options.reader.read(home, name, version);
      if (!document) {
        return {
          publication,
          document: null,
          problem: `${key}.document: ${home.account} ${home.region} has no ${name}, version ${version}`,
        };
      }
      const [problem] = validatePublication(publication, document.content);
      return {
        publication,
        document,
        problem: problem ? `${key}.${problem.key}: ${problem.message}` : null,
      };
    } catch (error) {
      if (before?.document) {
        return before;
      }
      const { message } = toSyncProblem(error, 'ssm:GetDocument');
      return {
        publication,
        document: null,
        problem: `${key}.document: ${name} could not be read in ${home.account} ${home.region}: ${message}`,
      };
    }
  }

  #home({ document, places }: Publication): TargetKey | undefined {
    const { accounts } = this.#options;
    const [place] = places === 'all' ? [] : places;
    if (place && !document.owner) {
      return place;
    }
    return accounts
      .targets()
      .find(({ account }) => !document.owner || account === document.owner);
  }
}
