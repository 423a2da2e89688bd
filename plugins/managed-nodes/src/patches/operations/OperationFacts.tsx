import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PatchOperation } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  EntityLink,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { patchOperationRouteRef } from '../../routes';
import { rateWords, SKIP_WORDS } from '../actions/words';

const useStyles = makeStyles(theme => ({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: theme.spacing(0.5, 2),
    margin: 0,
    fontSize: 14,
    '& dt': { color: theme.palette.textSubtle },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
    '& a': { textDecoration: 'underline' },
  },
}));

/** Who did what, when and how. */
export const OperationFacts = (props: { operation: PatchOperation }) => {
  const classes = useStyles();
  const link = useRouteRef(patchOperationRouteRef);
  const { operation } = props;
  const facts: Array<[string, ReactNode] | false> = [
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
  return (
    <dl className={classes.facts}>
      {facts.map(
        fact =>
          fact && (
            <div key={fact[0]} style={{ display: 'contents' }}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
};
