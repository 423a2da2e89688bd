import { HumanDuration } from '@backstage/types';

/**
 * What a node must look like for a rule to apply. Everything given must hold.
 */
export interface NodeMatch {
  /** `Key` (has the tag) or `Key=value`. */
  tag?: string;
  /** Account ids. */
  account?: string | string[];
  /** Regions. */
  region?: string | string[];
  /** Environments, once known; not usable in `environments` itself. */
  environment?: string | string[];
  /** Regular expression on the node's title or computer name. */
  namePattern?: string;
  /** `Key` or `Key=value` among the tags config gives the account. */
  accountTag?: string;
  /** Hybrid activation ids. */
  activationId?: string | string[];
}

/** Accounts of the organization; each entry of any list is an alternative. */
export interface AccountChoice {
  /**
   * Organizational units with all below them, by id, name or path of names
   * such as `Workloads/Production`.
   */
  units?: string[];
  /** Account ids. */
  accounts?: string[];
  /** `Key` or `Key=value` among the account's tags. */
  tags?: string[];
}

export interface Config {
  managedNodes?: {
    /**
     * A short text shown on every page of the plugin, e.g. that a fleet is
     * simulated.
     * @visibility frontend
     */
    notice?: string;

    sync?: {
      /**
       * Time from the start of one listing of a target to the next.
       * Default: 5 minutes.
       */
      interval?: HumanDuration | string;
      /**
       * How long one replica may work on its part of the targets before
       * another may take over. Default: 10 minutes.
       */
      timeout?: HumanDuration | string;
      /**
       * A node leaves after this many complete listings without it.
       * Default: 2.
       */
      missingAfter?: number;
      /**
       * A listing without more than this share of a target's nodes is held
       * and reported, not applied. Default: 20.
       */
      maxRemovalPercentage?: number;
      /**
       * Fewer nodes than this are never held, whatever their share.
       * Default: 3.
       */
      minHeldRemovals?: number;
      /**
       * Targets a replica lists at the same time. Default: 8.
       */
      concurrency?: number;
      /**
       * Into how many scheduled tasks the targets are split, so that replicas
       * share them. Default: 16.
       */
      partitions?: number;
      /**
       * Whether EC2 instances without a managed node are looked for, which
       * takes `ec2:DescribeInstances`. Default: true.
       */
      unmanagedInstances?: boolean;
      /**
       * Requests a second to one AWS service in one account and Region, for
       * all that nobody waits for. Default: 20.
       */
      callsPerSecond?: number;
    };

    /**
     * The accounts and Regions to list managed nodes in.
     */
    targets?: {
      /**
       * Role to assume in each account. Without one, the base credentials are
       * used as they are.
       */
      roleName?: string;
      /**
       * External id to present when assuming the role.
       * @visibility secret
       */
      externalId?: string;
      /** AWS partition. Default: aws. */
      partition?: string;
      /** Regions of every account that does not name its own. */
      regions?: string[];
      /**
       * The accounts, and what is special about those of the organization.
       */
      accounts?: Array<{
        /** The 12-digit account id. */
        id: string;
        /** A name people know it by. Default: the id. */
        name?: string;
        /** Regions to list here. Default: those above. */
        regions?: string[];
        /** Role to assume here. Default: the one above. */
        roleName?: string;
        /**
         * External id to present here. Default: the one above.
         * @visibility secret
         */
        externalId?: string;
        /**
         * Entity refs of the owners that nodes here may have, whatever their
         * tags say. Default: any that exists.
         */
        allowedOwners?: string[];
        /** Free to use in ownership rules. */
        tags?: { [key: string]: string };
      }>;
    };

    /**
     * Finds the accounts by AWS Organizations. What `targets.accounts` says of
     * an account goes before what is found.
     */
    organization?: {
      /** The management account, or the delegated administrator, to ask. */
      account: string;
      /**
       * The role to ask with, where it is another than that of the accounts;
       * without a roleName in it, the base credentials are used as they are.
       */
      accountRole?: {
        /** Role to assume in the account that is asked. */
        roleName?: string;
        /**
         * External id to present there.
         * @visibility secret
         */
        externalId?: string;
      };
      /** Region of the Organizations endpoint. Default: us-east-1. */
      region?: string;
      /**
       * Time from the start of one listing of the accounts to the next.
       * Default: 15 minutes.
       */
      interval?: HumanDuration | string;
      /** The accounts to sync: any of these. Default: all. */
      include?: AccountChoice;
      /** The accounts not to sync, even if included: any of these. */
      exclude?: AccountChoice;
      /**
       * Role to assume in each account. May hold `{{ account }}` and
       * `{{ accountName }}`. Default: that of targets.
       */
      roleName?: string;
      /**
       * External id to present when assuming the role. Default: that of
       * targets.
       * @visibility secret
       */
      externalId?: string;
      /**
       * Regions of every account that does not name its own, or `enabled` for
       * those that are enabled in the account. Default: those of targets.
       */
      regions?: string[] | 'enabled';
      /**
       * Owners that nodes may have, whatever their tags say. The first match
       * counts; in an account without one any owner that exists may be.
       */
      allowedOwners?: Array<{
        /** Everything given must hold. */
        match: {
          /** Ids, names or paths of organizational units. */
          unit?: string | string[];
          /** `Key` or `Key=value` among the account's tags. */
          accountTag?: string;
          /** Account ids. */
          account?: string | string[];
        };
        /** Entity refs. */
        owners: string[];
      }>;
      /**
       * An account is gone after this many complete listings without it.
       * Default: 2.
       */
      missingAfter?: number;
      /**
       * A listing without more than this share of the accounts is held and
       * reported, not applied. Default: 20.
       */
      maxRemovalPercentage?: number;
    };

    /**
     * Lists all nodes of the organization with `ssm:ListNodes`, which takes
     * Systems Manager's unified console. It shows accounts and Regions that
     * are no targets, and speaks for targets whose own listing fails.
     */
    organizationListing?: {
      /** The delegated administrator account; its role is the one of `targets`. */
      account: string;
      /** Home Region of the unified console. */
      region: string;
      /** The resource data sync behind it. Default: AWS-QuickSetup-ManagedNode. */
      syncName?: string;
      /** Requests a second. Default: 10. */
      callsPerSecond?: number;
      /** Time between two listings. Default: 15 minutes. */
      interval?: HumanDuration | string;
    };

    /**
     * The S3 bucket that resource data syncs of Systems Manager fill with
     * inventory. The nodes of the accounts named here are listed from it, with
     * their tags and patch summaries, and Systems Manager is not asked.
     */
    resourceDataSync?: {
      /** Name of the bucket. */
      bucket: string;
      /** The prefix that the resource data syncs were given. Default: none. */
      prefix?: string;
      /** Region of the bucket. */
      region: string;
      /**
       * Account whose role reads the bucket. Default: the base credentials are
       * used as they are.
       */
      account?: string;
      /** Ids of the accounts that are listed from it. Default: all. */
      accounts?: 'all' | string[];
    };

    /**
     * Reads nodes anew as soon as EventBridge tells of them. The events come
     * by Backstage's events system; without this section nothing is
     * subscribed to.
     */
    events?: {
      /** Topics the events are published to. Default: managed-nodes. */
      topics?: string[];
      /**
       * The dead-letter queue behind the queue of events. What lands there is
       * reported on the sync health page and removed.
       */
      deadLetters?: {
        /** URL of the queue. */
        queueUrl: string;
        /** Region of the queue. */
        region: string;
      };
    };

    /**
     * By when patches have to be in place.
     */
    patchPolicy?: {
      /** Days allowed by the kind of patch. */
      days?: {
        /** Patches whose severity is critical. Default: 7. */
        critical?: number;
        /** Patches of a security classification, or that name CVEs. Default: 14. */
        security?: number;
        /** All others. Default: 30. */
        other?: number;
      };
      /** A patch report older than this many days counts as stale. Default: 14. */
      staleAfterDays?: number;
      /**
       * What the days count from: `reported`, when the patch was first
       * reported missing on the node, or `released`, when its vendor released
       * it, where that is known and earlier. Default: reported.
       */
      countFrom?: 'reported' | 'released';
      /** The longest an exception may be given for, in days. Default: 180. */
      maxExceptionDays?: number;
    };

    /** Metrics, alarms and which nodes are monitored. */
    metrics?: {
      /**
       * Whether it is read again and again which nodes report metrics and
       * which alarms ring. Default: true.
       */
      enabled?: boolean;
      /** The namespace of the CloudWatch agent's metrics. Default: CWAgent. */
      namespace?: string;
      /**
       * Id of an account, in quotes, that sees the metrics of all others
       * (CloudWatch cross-account observability). With it, charts of many
       * nodes take one call per Region. Default: each account is asked itself.
       */
      monitoringAccount?: string;
      /** How often it is read which nodes report. Default: 15 minutes. */
      interval?: HumanDuration | string;
      /** How often alarms are read. Default: 2 minutes. */
      alarmInterval?: HumanDuration | string;
      /** What Backstage notifications are sent about. Each defaults to true. */
      notifications?: {
        /** To the owner: alarms that began to ring, together. */
        alarm?: boolean;
      };
      /** Calls per second of one account and Region, for both. Default: 5. */
      callsPerSecond?: number;
    };

    patches?: {
      /** Which patches a noncompliant node lacks. */
      details?: {
        /** Default: true. */
        enabled?: boolean;
        /** Calls per second of one account and Region. Default: 5. */
        callsPerSecond?: number;
      };
      /** Patch baselines, maintenance windows and associations. */
      plans?: {
        /** How often they are read. Default: 1 hour. */
        interval?: HumanDuration | string;
      };
      /** The daily figures that trends are made of. */
      snapshots?: {
        /** How long they are kept. Default: 400 days. */
        retention?: HumanDuration | string;
      };
      /** Scans and installs that people start from the portal. */
      actions?: {
        /** Default: whether `permission.enabled` is. */
        enabled?: boolean;
        /**
         * Name of the role in each account that sends commands. Default: the
         * role that nodes are read with.
         */
        roleName?: string;
        /** The most nodes one operation may have, up to 1,000. Default: 500. */
        maxNodes?: number;
        /**
         * Installs on more nodes than this are confirmed by typing how many.
         * Default: 10.
         */
        confirmAbove?: number;
        /** Times in which nodes are left alone. */
        freezes?: Array<{
          /** What people are told. */
          name: string;
          /** Date and time with its zone, e.g. 2026-12-20T00:00:00Z. */
          from: string;
          /** Date and time with its zone; it ends right before that. */
          to: string;
          /** What is not allowed. Default: install. */
          actions?: Array<'scan' | 'install'>;
          /** Nodes it is about. Default: all. */
          match?: NodeMatch;
        }>;
      };
      /** What Backstage notifications are sent about. Each defaults to true. */
      notifications?: {
        /** To the owner: nodes that became critical, once a day. */
        critical?: boolean;
        /** To the owner: how patches stand, once a week. */
        weeklyDigest?: boolean;
        /** To whoever started it: an install finished or failed. */
        installEnded?: boolean;
        /** To the owner: exceptions that end within a week. */
        exceptionExpiring?: boolean;
      };
    };

    /** Documents of Systems Manager that people may run. See docs/runbooks.md. */
    runbooks?: Array<{
      /** What links and runs call it, e.g. `restart-service`. */
      id: string;
      document: {
        /** Name of an Automation or Command document, or the ARN of a shared one. */
        name: string;
        /** A number, or `$DEFAULT`. Default: `$DEFAULT`. */
        version?: string | number;
        /** Account it is read from. Default: the first account, or place. */
        owner?: string;
      };
      title: string;
      /** Markdown. */
      description?: string;
      /** Name of one of Backstage's system icons. */
      icon?: string;
      /** Default: General. */
      category?: string;
      docsUrl?: string;
      /** Who may run it, besides what permissions say. Default: owners. */
      who?: {
        /** The owners of nodes, each on their own. */
        owners?: boolean;
        /** Members of these groups, on the nodes that they may see. */
        groups?: string[];
        users?: string[];
      };
      /** Nodes it may be run on: those that any of these finds. Default: all. */
      nodes?: NodeMatch[];
      platforms?: Array<'Linux' | 'Windows' | 'MacOS'>;
      /** Refs of Components or Systems whose nodes it may be run on. Default: all. */
      applications?: string | string[];
      parameters?: {
        [name: string]: {
          /** Always sent and never asked for. */
          fixed?: unknown;
          /** What the form begins with. */
          default?: unknown;
          /** All that may be chosen. */
          allowed?: unknown[];
          /** Leaves it out of forms and previews. */
          hidden?: boolean;
          title?: string;
          description?: string;
          /** Lets through values that could be used to run code. */
          unsafe?: boolean;
        };
      };
      /**
       * The parameter of an Automation document that takes the nodes. Without
       * one it is run once in each of `places`.
       */
      nodesParameter?: string;
      /** Accounts and Regions; `all` stands for those that are synced. */
      places?: 'all' | Array<{ account: string; region: string }>;
      /** The most nodes one run may have, up to 10,000. Default: 50. */
      maxNodes?: number;
      /** Nodes at a time, e.g. 10 or 20%. Default: 10. */
      maxConcurrency?: string | number;
      /** Failures after which no further node begins. Default: 0. */
      maxErrors?: string | number;
      /** When somebody else has to approve a run. Default: never. */
      approval?: {
        always?: boolean;
        /** On more nodes than this. */
        overNodes?: number;
        /** When any of these finds one of the nodes. */
        match?: NodeMatch[];
        /** Who may, never for a run they asked for themselves. */
        approvers: { groups?: string[]; users?: string[] };
        /** For the approval and the start after it. Default: 24 hours. */
        expiresAfter?: HumanDuration | string;
      };
      /** Times in which it is not run. */
      freezes?: Array<{
        /** What people are told. */
        name: string;
        /** Date and time with its zone. */
        from: string;
        /** Date and time with its zone; it ends right before that. */
        to: string;
        /** Nodes it is about. Default: all. */
        match?: NodeMatch;
      }>;
      /** A DynamoDB table that it fills. */
      results?: {
        table: string;
        /** The attribute that has the id of the node. */
        nodeColumn: string;
        /** Where the table is. Default: where the run is. */
        account?: string;
        region?: string;
        /** Default: all attributes, the node first. */
        columns?: string[];
      };
    }>;

    runs?: {
      /**
       * Whether people may run what is published. Where `permission.enabled`
       * is not set everybody who signs in could, so that it is off there
       * unless this says true. Default: true.
       */
      enabled?: boolean;
      /** How long runs are kept after they ended. Default: 400 days. */
      retention?: HumanDuration | string;
    };

    rightNow?: {
      /**
       * Whether people may have the counters of a node read on the spot, which
       * takes the document ManagedNodes-RightNow in its account. Where
       * `permission.enabled` is not set everybody who signs in could, so that
       * it is off there unless this says true. Default: true.
       * @visibility frontend
       */
      enabled?: boolean;
    };

    /**
     * Where machines live that Systems Manager cannot tell apart. The first
     * match wins; hybrid nodes without one are `on-premises`.
     */
    environments?: Array<{
      /** What the matching nodes are said to live in. */
      environment: 'aws' | 'azure' | 'gcp' | 'vmware' | 'on-premises' | 'edge';
      match: NodeMatch;
    }>;

    ownership?: {
      /**
       * Owner of the nodes no rule finds one for; they are listed as
       * unclaimed.
       */
      defaultOwner: string;
      /**
       * How often the catalog is asked which owners and applications exist.
       * Default: 5 minutes.
       */
      refreshInterval?: HumanDuration | string;
      /**
       * Tried in order until one gives an owner that exists and is allowed in
       * the account. Refs may hold `{{ tags.<key> }}`, `{{ account }}`,
       * `{{ accountName }}`, `{{ region }}` and `{{ accountTags.<key> }}`.
       */
      rules?: Array<{
        /** Said in the reason when a node stays unclaimed. */
        name?: string;
        match?: NodeMatch;
        /** Ref of a Group or User. */
        owner: string;
        /**
         * Ref of the System the node serves; left out when the catalog has
         * none by that name. Default: the System of the Component.
         */
        system?: string;
        /** Ref of the Component the node serves; left out likewise. */
        component?: string;
      }>;
    };

    nodeStore?: {
      /**
       * How long nodes that left are kept for their history.
       * Default: 90 days.
       */
      leftRetention?: HumanDuration | string;
    };
  };
}
