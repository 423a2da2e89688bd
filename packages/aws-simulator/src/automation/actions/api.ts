import { Json } from '../../documents/types';
import { select } from '../jsonPath';
import { StepFailure, StepRun } from '../StepRun';
import { toText } from '../values';
import { Action } from './types';

const POLL = 5000;
const NOT_MEANT = ['Service', 'Api', 'PropertySelector', 'DesiredValues'];

/** `describe_instances` is DescribeInstances. */
function operationOf(api: string): string {
  return api.includes('_')
    ? api.replace(/(?:^|_)([a-z])/g, (_, letter: string) =>
        letter.toUpperCase(),
      )
    : api.charAt(0).toUpperCase() + api.slice(1);
}

async function callOf(run: StepRun): Promise<Json> {
  const inputs = run.inputs();
  const input = Object.fromEntries(
    Object.entries(inputs).filter(([name]) => !NOT_MEANT.includes(name)),
  );
  return run.call(
    toText(inputs.Service).toLowerCase(),
    operationOf(toText(inputs.Api)),
    input,
  );
}

/** `aws:executeAwsApi` */
export const executeAwsApi: Action = async run => {
  const response = await callOf(run);
  return { outputs: { OutputPayload: response }, responseCode: '0' };
};

function isDesired(run: StepRun, response: Json): boolean {
  const found = select(response, run.text('PropertySelector') ?? '$');
  const desired = run.list('DesiredValues');
  const values = Array.isArray(found) ? found : [found];
  return (
    values.length > 0 &&
    values.every(
      value => value !== undefined && desired.includes(toText(value)),
    )
  );
}

/** `aws:assertAwsResourceProperty` */
export const assertAwsResourceProperty: Action = async run => {
  const response = await callOf(run);
  if (!isDesired(run, response)) {
    throw new StepFailure(
      `Step fails when it is Verify property value. Property value from the API output is not in the list of desired values: [${run
        .list('DesiredValues')
        .join(', ')}].`,
      { stage: 'Verification', outputs: { OutputPayload: response } },
    );
  }
  return { outputs: { OutputPayload: response } };
};

/** `aws:waitForAwsResourceProperty` */
export const waitForAwsResourceProperty: Action = async run => {
  for (;;) {
    const response = await callOf(run);
    if (isDesired(run, response)) {
      return { outputs: { OutputPayload: response } };
    }
    await run.sleep(POLL);
  }
};
