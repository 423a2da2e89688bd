import { AwsError } from '../protocol/AwsError';
import { amazonDocuments } from './amazon';
import { toVersion } from './content';
import {
  DocumentFormat,
  DocumentKind,
  DocumentVersion,
  StoredDocument,
} from './types';

const MOST_DOCUMENTS = 500;
const MOST_VERSIONS = 1000;
const ARN = /^arn:aws:ssm:([^:]*):([^:]*):document\/(.+)$/;
const EVERY_PLATFORM = ['Windows', 'Linux', 'MacOS'];

/** Who looks for a document, and where. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** A document that is to be created. */
export interface NewDocument {
  readonly name: string;
  readonly kind: DocumentKind;
  readonly format: DocumentFormat;
  readonly text: string;
  readonly versionName?: string;
  readonly targetType?: string;
  readonly displayName?: string;
  readonly tags?: StoredDocument['tags'];
}

function platformsOf({ content }: DocumentVersion): readonly string[] {
  if (content.kind === 'Automation') {
    return EVERY_PLATFORM;
  }
  const shells = content.steps.some(
    step => step.action === 'aws:runShellScript',
  );
  const powerShell = content.steps.some(
    step => step.action === 'aws:runPowerShellScript',
  );
  const platforms = [
    ...(powerShell ? ['Windows'] : []),
    ...(shells ? ['Linux', 'MacOS'] : []),
  ];
  return platforms.length ? platforms : EVERY_PLATFORM;
}

function firstVersion(given: NewDocument, createdAt: number): DocumentVersion {
  return toVersion(given.text, {
    format: given.format,
    kind: given.kind,
    version: 1,
    versionName: given.versionName,
    createdAt,
  });
}

function newDocument(
  { account, region }: Place,
  given: NewDocument,
  version: DocumentVersion,
): StoredDocument {
  return {
    owner: account,
    region,
    name: given.name,
    kind: given.kind,
    createdAt: version.createdAt,
    platforms: platformsOf(version),
    targetType: given.targetType,
    displayName: given.displayName,
    versions: [version],
    defaultVersion: 1,
    tags: given.tags ?? [],
    sharedWith: new Set(),
  };
}

/** Every document of every account and Region, and Amazon's. */
export class DocumentStore {
  readonly #documents = new Map<string, StoredDocument>();
  readonly #everywhere: readonly NewDocument[];
  /** Versions do not change, so that all accounts can share the first ones. */
  readonly #firstVersions = new Map<NewDocument, DocumentVersion>();
  readonly #seeded = new Set<string>();

  /**
   * @param everywhere - documents that every account has in every Region
   * @throws AwsError when one of them is not valid
   */
  static create(
    everywhere: readonly NewDocument[] = [],
    now: number = 0,
  ): DocumentStore {
    return new DocumentStore(everywhere, now);
  }

  private constructor(everywhere: readonly NewDocument[], now: number) {
    this.#everywhere = everywhere;
    for (const given of everywhere) {
      this.#firstVersions.set(given, firstVersion(given, now));
    }
  }

  /** Gives an account what every account has, once. */
  #seed(place: Place): void {
    const key = this.#key(place, '');
    if (this.#everywhere.length && !this.#seeded.has(key)) {
      this.#seeded.add(key);
      for (const [given, version] of this.#firstVersions) {
        this.#documents.set(
          this.#key(place, given.name),
          newDocument(place, given, version),
        );
      }
    }
  }

  #key({ account, region }: Place, name: string): string {
    return `${account}/${region}/${name}`;
  }

  /** What an account sees in a Region: its own, what is shared with it, and Amazon's. */
  list(place: Place): StoredDocument[] {
    this.#seed(place);
    return [...this.#documents.values()]
      .filter(
        document =>
          document.region === place.region && this.#maySee(document, place),
      )
      .concat(amazonDocuments())
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * A document by its name, or by its ARN when another account owns it.
   *
   * @throws AwsError InvalidDocument
   */
  get(place: Place, name: string): StoredDocument {
    const document = this.find(place, name);
    if (!document) {
      throw new AwsError(
        'InvalidDocument',
        `Document with name ${name} does not exist.`,
      );
    }
    return document;
  }

  find(place: Place, name: string): StoredDocument | undefined {
    const [, region = place.region, account, short = name] =
      ARN.exec(name) ?? [];
    const amazon = amazonDocuments().find(each => each.name === short);
    if (amazon && !account) {
      return amazon;
    }
    const home = { account: account || place.account, region };
    this.#seed(home);
    const document = this.#documents.get(this.#key(home, short));
    return document &&
      document.region === place.region &&
      this.#maySee(document, place)
      ? document
      : undefined;
  }

  /**
   * A document of the account itself.
   *
   * @throws AwsError InvalidDocument
   */
  own(place: Place, name: string): StoredDocument {
    const document = this.get(place, name);
    if (document.owner !== place.account) {
      throw new AwsError(
        'InvalidDocument',
        `Document with name ${name} is not owned by account ${place.account}.`,
      );
    }
    return document;
  }

  #maySee({ owner, sharedWith }: StoredDocument, { account }: Place): boolean {
    return (
      owner === account || sharedWith.has(account) || sharedWith.has('all')
    );
  }

  /** @throws AwsError DocumentAlreadyExists, DocumentLimitExceeded, and what is wrong with the content */
  create(place: Place, given: NewDocument, now: number): StoredDocument {
    this.#seed(place);
    const version = firstVersion(given, now);
    const key = this.#key(place, given.name);
    if (this.#documents.has(key)) {
      throw new AwsError(
        'DocumentAlreadyExists',
        `Document with same name ${given.name} already exists`,
      );
    }
    const own = [...this.#documents.values()].filter(
      each => each.owner === place.account && each.region === place.region,
    );
    if (own.length >= MOST_DOCUMENTS) {
      throw new AwsError(
        'DocumentLimitExceeded',
        `You can have at most ${MOST_DOCUMENTS} active SSM documents.`,
      );
    }
    const document = newDocument(place, given, version);
    this.#documents.set(key, document);
    return document;
  }

  /** @throws AwsError DuplicateDocumentContent, DocumentVersionLimitExceeded, … */
  update(
    document: StoredDocument,
    given: { text: string; format: DocumentFormat; versionName?: string },
    now: number,
  ): DocumentVersion {
    const last = document.versions[document.versions.length - 1];
    const version = toVersion(given.text, {
      format: given.format,
      kind: document.kind,
      version: last.version + 1,
      versionName: given.versionName,
      createdAt: now,
    });
    if (version.hash === last.hash) {
      throw new AwsError(
        'DuplicateDocumentContent',
        'The content of the document is the same as that of the latest version.',
      );
    }
    if (
      given.versionName !== undefined &&
      document.versions.some(each => each.versionName === given.versionName)
    ) {
      throw new AwsError(
        'DuplicateDocumentVersionName',
        `The version name ${given.versionName} has already been used.`,
      );
    }
    if (document.versions.length >= MOST_VERSIONS) {
      throw new AwsError(
        'DocumentVersionLimitExceeded',
        `A document can have at most ${MOST_VERSIONS} versions.`,
      );
    }
    document.versions.push(version);
    return version;
  }

  /** @throws AwsError InvalidDocumentOperation while it is shared, or for the default version */
  delete(document: StoredDocument, version?: DocumentVersion): void {
    if (document.sharedWith.size) {
      throw new AwsError(
        'InvalidDocumentOperation',
        'You attempted to delete a document while it is still shared. You must stop sharing the document before you can delete it.',
      );
    }
    if (version && document.versions.length > 1) {
      if (version.version === document.defaultVersion) {
        throw new AwsError(
          'InvalidDocumentOperation',
          "Default version of the document can't be deleted.",
        );
      }
      document.versions = document.versions.filter(each => each !== version);
      return;
    }
    for (const [key, each] of this.#documents) {
      if (each === document) {
        this.#documents.delete(key);
      }
    }
  }
}
