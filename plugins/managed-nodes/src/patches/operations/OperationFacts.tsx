import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PatchOperation } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  EntityLink,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import { patchOperationRouteRef } from '../../routes';
import { Fact, FactList } from '../../shared/FactList';
import { rateWords } from '../../shared/rates';
import { SKIP_WORDS } from '../actions/words';

/** Who did what, when and how. */
export const OperationFacts = (props: { operation: PatchOperation }) => {
  const link = useRouteRef(patchOperationRouteRef);
  const { operation } = props;
  const facts: Fact[] = [
    [
      'Started',
      <>
        <RelativeTime value={operation.startedAt} /> by{' '}
        <EntityLink entityRef={operation.startedBy} />
      </>,
    ],
    operation.endedAt !== null && [
      'Ended',
      <RelativeTime value={operation.endedAt} />,
    ],
    operation.cancelledBy !== null && [
      'Cancelled by',
      <EntityLink entityRef={operation.cancelledBy} />,
    ],
    operation.note !== null && ['Note', <bdi>{operation.note}</bdi>],
    operation.retryOf !== null && [
      'Tries again',
      <Link to={link({ id: operation.retryOf })}>
        the nodes that failed before
      </Link>,
    ],
    operation.rebootOption !== null && [
      'Reboots',
      operation.rebootOption === 'NoReboot'
        ? 'none: some patches wait for the next reboot'
        : 'right after the install, where needed',
    ],
    [
      'Pace',
      `${rateWords(
        operation.maxConcurrency,
        'node',
      )} at once in each account and Region, no further ones after ${rateWords(
        operation.maxErrors,
        'error',
      )}`,
    ],
    operation.skipped.length > 0 && [
      'Left out',
      operation.skipped
        .map(
          ({ reason, count }) =>
            `${countOf(count, 'node')}: ${SKIP_WORDS[reason].toLocaleLowerCase(
              'en',
            )}`,
        )
        .join('; '),
    ],
    operation.sentAs === 'portal' && [
      'In AWS',
      'sent with the portal’s own credentials, as there is no role to name after a person',
    ],
  ];
  return <FactList facts={facts} />;
};
