import {
  CreateQueue$,
  CreateQueueRequest,
  CreateQueueResult,
} from '@aws-sdk/client-sqs';
import { AwsError } from '../../protocol/AwsError';
import { Queue, Redrive } from '../../queues/Queue';
import { DEFAULT_SETTINGS } from '../../queues/QueueStore';
import { Operation, RequestContext } from '../../services/types';
import { queueArn, queueUrl } from './queueOf';

type Attributes = Record<string, string | undefined>;

const NAME = /^[A-Za-z0-9_-]{1,80}$/;
const RANGES: Record<string, readonly [min: number, max: number]> = {
  VisibilityTimeout: [0, 43_200],
  DelaySeconds: [0, 900],
  ReceiveMessageWaitTimeSeconds: [0, 20],
};

function invalid(name: string): never {
  throw new AwsError(
    'InvalidAttributeValue',
    `Invalid value for the parameter ${name}.`,
  );
}

function read(attributes: Attributes, name: string, fallback: number): number {
  const text = attributes[name];
  if (text === undefined) {
    return fallback;
  }
  const [min, max] = RANGES[name];
  const value = Number(text);
  return /^\d+$/.test(text) && value >= min && value <= max
    ? value
    : invalid(name);
}

function parsePolicy(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return invalid('RedrivePolicy');
  }
}

function redriveOf(
  attributes: Attributes,
  context: RequestContext,
): Redrive | undefined {
  if (!attributes.RedrivePolicy) {
    return undefined;
  }
  const { account, region, queues } = context;
  const policy = parsePolicy(attributes.RedrivePolicy);
  const name = String(policy.deadLetterTargetArn).split(':').pop() ?? '';
  const target = queues.find({ account, region, name });
  const maxReceives = Number(policy.maxReceiveCount);
  if (
    !target ||
    policy.deadLetterTargetArn !== queueArn(name, context) ||
    !(maxReceives >= 1 && maxReceives <= 1000)
  ) {
    return invalid('RedrivePolicy');
  }
  return { target, maxReceives };
}

/** Standard queues only, and of their attributes those that change what clients see. */
export const CreateQueue: Operation<CreateQueueRequest, CreateQueueResult> = {
  schema: CreateQueue$,
  action: 'sqs:CreateQueue',
  resource: ({ QueueName = '*' }, context) => queueArn(QueueName, context),
  handle({ QueueName = '', Attributes = {} }, context) {
    if (!NAME.test(QueueName)) {
      throw new AwsError(
        'InvalidParameterValue',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    }
    const attributes: Attributes = Attributes;
    const stranger = Object.keys(attributes).find(
      name => name !== 'RedrivePolicy' && !Object.hasOwn(RANGES, name),
    );
    if (stranger !== undefined) {
      throw new AwsError(
        'InvalidAttributeName',
        `Unknown Attribute ${stranger}.`,
      );
    }
    const { account, region, queues } = context;
    const place = { account, region, name: QueueName };
    const settings = {
      visibilityTimeout: read(
        attributes,
        'VisibilityTimeout',
        DEFAULT_SETTINGS.visibilityTimeout,
      ),
      delay: read(attributes, 'DelaySeconds', DEFAULT_SETTINGS.delay),
      receiveWait: read(
        attributes,
        'ReceiveMessageWaitTimeSeconds',
        DEFAULT_SETTINGS.receiveWait,
      ),
    };
    const existing = queues.find(place);
    if (!existing) {
      const redrive = redriveOf(attributes, context);
      queues.add(place, Queue.create(QueueName, settings, redrive));
    } else if (JSON.stringify(existing.settings) !== JSON.stringify(settings)) {
      throw new AwsError(
        'QueueNameExists',
        'A queue already exists with the same name and a different value for an attribute',
      );
    }
    return { QueueUrl: queueUrl(QueueName, context) };
  },
};
